/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's data as a whole, and its identifiers. Who and what the merchant is stands in
 * wb-demo-catalogue.c, what it offers in wb-demo-offers.c, the tickets in wb-demo-tickets.c. */

#include "config.h"

#include "wb-demo-data-private.h"

#include "wb-time.h"

#define TOKEN_BYTES 20

static char *
make_token (WbRandom *random)
{
  guint8 bytes[TOKEN_BYTES] = { 0 };
  GString *token = g_string_sized_new (2 * TOKEN_BYTES);

  wb_random_fill (random, bytes, sizeof bytes);
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (token, "%02x", bytes[i]);

  return g_string_free (token, FALSE);
}

static void
make_type_ids (WbDemoData *self,
               int         type,
               WbRandom   *random)
{
  self->types[type] = wb_random_uuid (random);
  for (int i = 0; i < WB_DEMO_N_STEPS; i++)
    self->states[type][i] = wb_random_uuid (random);
}

/**
 * wb_demo_data_new:
 * @options: the seed, the time and how much there is to be
 *
 * Prepares the data: after this, identifiers and tokens are known.
 *
 * Returns: (transfer full): the data
 */
WbDemoData *
wb_demo_data_new (const WbDemoDataOptions *options)
{
  WbDemoData *self;
  g_autoptr (WbRandom) random = NULL;

  g_return_val_if_fail (options, NULL);
  g_return_val_if_fail (options->n_tickets >= 0 && options->n_tickets <= WB_DEMO_TICKETS_MAX, NULL);
  g_return_val_if_fail (options->n_calls >= 0 && options->n_calls <= options->n_tickets, NULL);
  g_return_val_if_fail (options->n_answered >= 0 &&
                        options->n_answered <= options->n_tickets - options->n_calls, NULL);

  self = g_new0 (WbDemoData, 1);
  self->options = *options;
  self->zone = wb_demo_store_zone (WB_DEMO_SHOP_CZ);
  self->season = options->is_year ? wb_demo_season_new (options->now, self->zone) : NULL;

  random = wb_seeded_random_new (options->seed);
  self->account_id = wb_random_uuid (random);
  for (int i = 0; i < WB_DEMO_N_USERS; i++) {
    self->users[i] = wb_random_uuid (random);
    self->tokens[i] = make_token (random);
  }
  for (int i = 0; i <= WB_DEMO_TYPE_SERVICE; i++)
    make_type_ids (self, i, random);
  for (int i = 0; i < WB_DEMO_N_TAGS; i++)
    self->tags[i] = wb_random_uuid (random);
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++)
    self->stores[i] = wb_random_uuid (random);
  for (int i = 0; i < WB_DEMO_N_BANNERS; i++) {
    self->banners[i] = wb_random_uuid (random);
    self->files[i] = wb_random_uuid (random);
  }
  /* What came later is drawn last: the others keep theirs. */
  for (int i = WB_DEMO_TYPE_SERVICE + 1; i < WB_DEMO_N_TYPES; i++)
    make_type_ids (self, i, random);

  return self;
}

/**
 * wb_demo_data_free:
 * @self: (transfer full): the data
 */
void
wb_demo_data_free (WbDemoData *self)
{
  g_free (self->account_id);
  for (int i = 0; i < WB_DEMO_N_USERS; i++) {
    g_free (self->users[i]);
    g_free (self->tokens[i]);
  }
  for (int i = 0; i < WB_DEMO_N_TYPES; i++) {
    g_free (self->types[i]);
    for (int j = 0; j < WB_DEMO_N_STEPS; j++)
      g_free (self->states[i][j]);
  }
  for (int i = 0; i < WB_DEMO_N_TAGS; i++)
    g_free (self->tags[i]);
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++)
    g_free (self->stores[i]);
  for (int i = 0; i < WB_DEMO_N_BANNERS; i++) {
    g_free (self->banners[i]);
    g_free (self->files[i]);
  }
  g_clear_pointer (&self->season, wb_demo_season_free);
  g_time_zone_unref (self->zone);
  g_free (self);
}

/**
 * wb_demo_data_make:
 * @self: the data
 * @take: (scope call): takes each object, in the order of #WbDemoKind
 * @data: for @take
 * @error: return location (what @take sets)
 *
 * Makes all objects, one at a time: a hundred thousand tickets need no more memory than one.
 *
 * Returns: `FALSE` with @error set when @take refused one
 */
gboolean
wb_demo_data_make (WbDemoData  *self,
                   WbDemoTake   take,
                   gpointer     data,
                   GError     **error)
{
  g_return_val_if_fail (self, FALSE);
  g_return_val_if_fail (take, FALSE);

  return wb_demo_catalogue_make (self, take, data, error) &&
         (self->options.inactive || wb_demo_offers_make (self, take, data, error)) &&
         wb_demo_tickets_make (self, take, data, error);
}

/**
 * wb_demo_data_get_token:
 * @self: the data
 * @role: manager or agent
 * @index: which of them; below `WB_DEMO_N_MANAGERS` or `WB_DEMO_N_AGENTS`
 *
 * Returns: (transfer none): the user's API token
 */
const char *
wb_demo_data_get_token (WbDemoData *self,
                        WbRole      role,
                        guint       index)
{
  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (index < (role == WB_ROLE_MANAGER ? WB_DEMO_N_MANAGERS : WB_DEMO_N_AGENTS),
                        NULL);

  return self->tokens[role == WB_ROLE_MANAGER ? index : WB_DEMO_N_MANAGERS + index];
}
