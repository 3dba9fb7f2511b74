/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts the demo together: folder, clock, shops, portal, and the path that moves the clock. The
 * shops listen before the portal is told of them, and the portal serves before the folder is
 * remembered as filled. */

#include "config.h"

#include "wb-demo-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wb-time.h"
#include "wb-wire.h"

#define CLOCK_PATH "/demo/clock"
/* Keys come from the seed as well, by a sequence apart from the data's. */
#define KEY_SEQUENCE G_GUINT64_CONSTANT (0x6b657973)
#define CUSTOMER_SEQUENCE G_GUINT64_CONSTANT (0x63757374)
/* Not even a demo is moved by more than a hundred years at once. */
#define ADVANCE_SECS_MAX G_GINT64_CONSTANT (3153600000)
#define CLOCK_BODY_MAX 4096

static gboolean
start_shop (WbDemo      *self,
            WbDemoShop   which,
            WbRandom    *random,
            GError     **error)
{
  g_autoptr (WbMerchantStore) store = wb_demo_data_new_store (self->data, which);
  g_autofree char *state_name = g_strdup_printf ("shop-%u.json", which);
  g_autofree char *key_name = g_strdup_printf ("shop-%u.key", which);
  g_autofree char *state_file = wb_demo_folder_file (&self->folder, state_name);
  const WbDemoShopSetup setup = {
    .platform = store->platform,
    .name = store->name,
    .currency = store->currencies[0],
    .time_zone = wb_demo_store_time_zone (which),
    .state_file = state_file,
    .last_port = self->folder.remembered.shop_ports[which],
  };

  self->shops[which] = wb_demo_shop_start (&setup, WB_CLOCK (self->clock), random, error);

  return self->shops[which] &&
         wb_demo_folder_write (&self->folder, key_name,
                               wb_demo_shop_get_secret (self->shops[which]), error);
}

static gboolean
start_shops (WbDemo   *self,
             guint64   seed,
             GError  **error)
{
  g_autoptr (WbRandom) random = wb_seeded_random_new (seed ^ KEY_SEQUENCE);

  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    if (!start_shop (self, (WbDemoShop) i, random, error))
      return FALSE;
  }

  return TRUE;
}

static char *
write_now (WbDemo *self)
{
  g_autofree char *now = wb_time_format (wb_clock_now (WB_CLOCK (self->clock)));

  return g_strdup_printf ("{\"now\":\"%s\"}", now ? now : "");
}

static gboolean
read_advance (GBytes *body,
              gint64 *secs_out)
{
  gsize length = 0;
  const char *text = body ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonNode *member;

  if (!text || length == 0)
    return FALSE;
  node = wb_wire_parse (text, (gssize) length, CLOCK_BODY_MAX, NULL);
  if (!node || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  member = json_object_get_member (json_node_get_object (node), "advance_secs");
  if (!member || !JSON_NODE_HOLDS_VALUE (member) ||
      json_node_get_value_type (member) != G_TYPE_INT64)
    return FALSE;

  *secs_out = json_node_get_int (member);

  return *secs_out >= -ADVANCE_SECS_MAX && *secs_out <= ADVANCE_SECS_MAX;
}

/* The portal's serving thread. */
static guint
move_clock (const char  *method,
            GBytes      *body,
            char       **json_out,
            gpointer     data)
{
  WbDemo *self = data;
  gint64 secs = 0;

  if (strcmp (method, "GET") != 0 && strcmp (method, "POST") != 0) {
    *json_out = g_strdup ("{\"detail\":\"Use POST.\",\"code\":\"method_not_allowed\"}");
    return 405;
  }
  if (strcmp (method, "POST") == 0) {
    if (!read_advance (body, &secs)) {
      *json_out = g_strdup ("{\"detail\":\"Send {\\\"advance_secs\\\":N}.\","
                            "\"code\":\"invalid_request\"}");
      return 400;
    }
    wb_movable_clock_advance (self->clock, secs * WB_SECOND_MS);
  }
  *json_out = write_now (self);

  return 200;
}

static gboolean
open_portal (WbDemo   *self,
             guint16   port,
             GError  **error)
{
  g_autoptr (WbRandom) random = wb_system_random_new ();
  g_autofree char *listen = g_strdup_printf ("127.0.0.1:%u", port);
  g_autofree char *db_path = wb_demo_folder_file (&self->folder, WB_DEMO_LEDGER_NAME);
  WbPortalOptions options = {
    .db_path = db_path,
    .listen = listen,
    .allow_loopback = TRUE,
    .rate_limit_per_minute = WB_PORTAL_RATE_OFF,
    .bare = TRUE,
  };

  self->portal = wb_portal_open (&options, WB_CLOCK (self->clock), random, error);
  if (!self->portal)
    return FALSE;
  wb_portal_add_handler (self->portal, CLOCK_PATH, move_clock, self);

  return TRUE;
}

static void
close_portal (WbDemo *self)
{
  if (self->portal)
    wb_portal_stop (self->portal);
  g_clear_object (&self->portal);
}

static gboolean
start_portal (WbDemo   *self,
              guint16   port,
              GError  **error)
{
  guint16 last_port = self->folder.remembered.port;

  if (!open_portal (self, port != 0 ? port : last_port, error) || !wb_demo_fill (self, error))
    return FALSE;
  if (wb_portal_start (self->portal, port == 0 && last_port != 0 ? NULL : error))
    return TRUE;
  if (port != 0 || last_port == 0)
    return FALSE;

  /* Nobody asked for that port; it was only that of the last time. */
  close_portal (self);

  return open_portal (self, 0, error) && wb_portal_start (self->portal, error);
}

/* The customers' thread. */
static void
buy (const WbCoupon *coupon,
     const char     *email,
     gpointer        data)
{
  WbMoney paid = WB_MONEY_NONE;

  /* Whether the shop took it is for the helpdesk to find out. */
  g_free (wb_demo_spend (data, coupon, email ? email : "customer@example.com", &paid));
}

/* Each start has other customers: a demo that goes on in its folder had these ones already. */
static gboolean
start_customers (WbDemo  *self,
                 int      every_secs,
                 GError **error)
{
  const WbDemoRemembered *remembered = &self->folder.remembered;
  g_autoptr (WbRandom) random = NULL;

  if (every_secs == 0)
    return TRUE;

  random = wb_seeded_random_new ((remembered->seed ^ CUSTOMER_SEQUENCE) +
                                 (guint64) remembered->n_starts);
  self->customers = wb_demo_customers_start (self->url,
                                             wb_demo_get_token (self, WB_ROLE_MANAGER, 0),
                                             every_secs, WB_CLOCK (self->clock), random, buy, self,
                                             error);

  return self->customers ? TRUE : FALSE;
}

static gboolean
run (WbDemo               *self,
     const WbDemoOptions  *options,
     GError              **error)
{
  WbDemoDataOptions data_options = {
    .seed = options->seed,
    .now = options->now,
    .n_tickets = options->n_tickets,
    .n_calls = options->n_calls,
    .n_answered = options->n_answered,
    .inactive = options->inactive,
    .is_year = options->is_year,
  };
  WbDemoRemembered *remembered = &self->folder.remembered;

  if (data_options.now == WB_TIME_NONE) {
    g_autoptr (WbClock) computer = wb_system_clock_new ();

    data_options.now = wb_clock_now (computer);
  }
  if (remembered->is_filled)
    data_options.seed = remembered->seed;

  self->clock = wb_movable_clock_new (data_options.now, TRUE);
  self->data = wb_demo_data_new (&data_options);
  if (!start_shops (self, data_options.seed, error) || !start_portal (self, options->port, error))
    return FALSE;
  for (guint i = 0; i < options->n_faults; i++) {
    const WbDemoFault *fault = &options->faults[i];

    wb_demo_shop_add_fault (self->shops[fault->shop], fault->kind, fault->request, fault->times);
  }

  self->url = wb_portal_dup_url (self->portal);
  remembered->seed = data_options.seed;
  remembered->port = wb_portal_get_port (self->portal);
  remembered->n_starts++;

  return wb_demo_folder_remember (&self->folder, error) &&
         start_customers (self, options->customers_secs, error);
}

/**
 * wb_demo_start:
 * @options: where, when and how much
 * @error: return location (G_FILE_ERROR, WB_DB_ERROR, WB_PORTAL_ERROR, G_IO_ERROR)
 *
 * Starts the demo; in a folder that holds one already, goes on with what is there, with its seed,
 * tokens and, where they are free, its ports. Any thread.
 *
 * Returns: (transfer full): the running demo; `NULL` with @error set
 */
WbDemo *
wb_demo_start (const WbDemoOptions  *options,
               GError              **error)
{
  WbDemo *self;

  g_return_val_if_fail (options, NULL);
  g_return_val_if_fail (options->n_tickets >= 0 && options->n_tickets <= WB_DEMO_TICKETS_MAX, NULL);
  g_return_val_if_fail (options->n_calls >= 0 && options->n_calls <= options->n_tickets, NULL);
  g_return_val_if_fail (options->n_answered >= 0 &&
                        options->n_answered <= options->n_tickets - options->n_calls, NULL);
  g_return_val_if_fail (options->customers_secs >= 0, NULL);

  self = g_new0 (WbDemo, 1);
  if (!wb_demo_folder_open (&self->folder, options->dir, error) || !run (self, options, error))
    g_clear_pointer (&self, wb_demo_stop);

  return self;
}

/**
 * wb_demo_stop:
 * @self: (transfer full): a running demo
 *
 * Ends the portal, then the shops it speaks to; a temporary folder is removed. Any thread that does
 * not belong to the demo.
 */
void
wb_demo_stop (WbDemo *self)
{
  g_clear_pointer (&self->customers, wb_demo_customers_stop);
  close_portal (self);
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++)
    g_clear_pointer (&self->shops[i], wb_demo_shop_stop);
  g_clear_pointer (&self->ticket, wb_ticket_unref);
  g_clear_pointer (&self->call, wb_activity_unref);
  g_clear_pointer (&self->coupon, wb_coupon_unref);
  g_clear_pointer (&self->data, wb_demo_data_free);
  g_clear_object (&self->clock);
  g_free (self->url);
  wb_demo_folder_close (&self->folder);
  g_free (self);
}

static JsonObject *
write_helpdesk (WbDemo *self)
{
  JsonObject *helpdesk = json_object_new ();
  JsonArray *agents = json_array_new ();
  JsonArray *managers = json_array_new ();

  for (guint i = 0; i < WB_DEMO_N_AGENTS; i++)
    json_array_add_string_element (agents, wb_demo_get_token (self, WB_ROLE_AGENT, i));
  for (guint i = 0; i < WB_DEMO_N_MANAGERS; i++)
    json_array_add_string_element (managers, wb_demo_get_token (self, WB_ROLE_MANAGER, i));
  json_object_set_string_member (helpdesk, "url", self->url);
  json_object_set_string_member (helpdesk, "manager_token",
                                 wb_demo_get_token (self, WB_ROLE_MANAGER, 0));
  json_object_set_array_member (helpdesk, "agent_tokens", agents);
  json_object_set_array_member (helpdesk, "manager_tokens", managers);

  return helpdesk;
}

/* By the names that secret files have. */
static void
write_secret (JsonObject *shop,
              const char *secret)
{
  g_auto (GStrv) lines = g_strsplit (secret, "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    char *value = strchr (lines[i], '=');

    if (!value)
      continue;
    *value = '\0';
    json_object_set_string_member (shop, lines[i], value + 1);
  }
}

/**
 * wb_demo_dup_ready_line:
 * @self: a running demo
 *
 * Returns: (transfer full): one line of JSON, without its end: the helpdesk with its tokens (the
 *   first manager's apart, as most need just one), and the shops with their keys
 */
char *
wb_demo_dup_ready_line (WbDemo *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *root = json_object_new ();
  JsonArray *shops = json_array_new ();

  g_return_val_if_fail (self, NULL);

  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    g_autoptr (WbMerchantStore) store = wb_demo_data_new_store (self->data, (WbDemoShop) i);
    JsonObject *shop = json_object_new ();

    json_object_set_string_member (shop, "platform", store->platform);
    json_object_set_string_member (shop, "store_id", store->store_id);
    json_object_set_string_member (shop, "url", wb_demo_shop_get_url (self->shops[i]));
    write_secret (shop, wb_demo_shop_get_secret (self->shops[i]));
    json_object_set_string_member (shop, "currency", store->currencies[0]);
    json_array_add_object_element (shops, shop);
  }
  json_object_set_object_member (root, "helpdesk", write_helpdesk (self));
  json_object_set_array_member (root, "shops", shops);
  json_node_take_object (node, root);

  return wb_wire_print (node);
}

/**
 * wb_demo_get_portal:
 * @self: a running demo
 *
 * Returns: (transfer none): the helpdesk
 */
WbPortal *
wb_demo_get_portal (WbDemo *self)
{
  g_return_val_if_fail (self, NULL);

  return self->portal;
}

/**
 * wb_demo_get_clock:
 * @self: a running demo
 *
 * Returns: (transfer none): the clock of the portal and of all shops
 */
WbMovableClock *
wb_demo_get_clock (WbDemo *self)
{
  g_return_val_if_fail (self, NULL);

  return self->clock;
}

/**
 * wb_demo_get_shop:
 * @self: a running demo
 * @shop: which
 *
 * Returns: (transfer none): the pretend shop
 */
WbDemoShopServer *
wb_demo_get_shop (WbDemo     *self,
                  WbDemoShop  shop)
{
  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (shop < WB_DEMO_N_SHOPS, NULL);

  return self->shops[shop];
}

/**
 * wb_demo_get_url:
 * @self: a running demo
 *
 * Returns: (transfer none): the base of the API
 */
const char *
wb_demo_get_url (WbDemo *self)
{
  g_return_val_if_fail (self, NULL);

  return self->url;
}

/**
 * wb_demo_get_token:
 * @self: a running demo
 * @role: manager or agent
 * @index: which of them
 *
 * Returns: (transfer none): a user's token
 */
const char *
wb_demo_get_token (WbDemo *self,
                   WbRole  role,
                   guint   index)
{
  g_return_val_if_fail (self, NULL);

  return wb_demo_data_get_token (self->data, role, index);
}
