/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* An account to be named by `account init`, and the two ticket types that Retino builds in
 * (reference/retino-api.md A.4) with a state for each step. */

#include "config.h"

#include "wb-ledger-first-start.h"

#include "wb-ledger-account.h"
#include "wb-ledger-catalogue.h"

static WbLangText *
make_text (const char *en,
           const char *cs)
{
  WbLangText *text = wb_lang_text_new ();

  wb_lang_text_set (text, "en", en);
  wb_lang_text_set (text, "cs", cs);

  return text;
}

static gboolean
make_states (WbLedger    *self,
             const char  *type_id,
             GError     **error)
{
  static const struct {
    const char *step;
    const char *en;
    const char *cs;
    const char *color;
  } states[] = {
    { "new", "New", "Nový", "#2563eb" },
    { "waiting", "Waiting for the goods", "Čeká na zboží", "#9333ea" },
    { "resolving", "Goods received by us", "Zboží je u nás", "#f59e0b" },
    { "decision", "Being decided", "Rozhoduje se", "#ea580c" },
    { "resolved", "Resolved", "Vyřešený", "#16a34a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++) {
    g_autoptr (WbTicketState) state = wb_ticket_state_new ();

    state->id = wb_random_uuid (self->random);
    state->name = make_text (states[i].en, states[i].cs);
    state->type = g_strdup (type_id);
    state->step = g_strdup (states[i].step);
    state->color = g_strdup (states[i].color);
    state->position = (int) i + 1;
    state->version = 1;
    if (!wb_ledger_state_put (self, state, error))
      return FALSE;
  }

  return TRUE;
}

static gboolean
make_type (WbLedger    *self,
           const char  *kind,
           int          position,
           char       **id_out,
           GError     **error)
{
  g_autoptr (WbTicketType) type = wb_ticket_type_new ();
  gboolean is_return = g_str_equal (kind, "return");

  type->id = wb_random_uuid (self->random);
  type->name = is_return ? make_text ("Return", "Vrácení") : make_text ("Claim", "Reklamace");
  type->kind = g_strdup (kind);
  type->color = g_strdup (is_return ? "#1d4ed8" : "#dc2626");
  type->position = position;
  type->version = 1;
  *id_out = g_strdup (type->id);

  return wb_ledger_type_put (self, type, error) && make_states (self, type->id, error);
}

static char *
find_local_zone (void)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  const char *name = g_time_zone_get_identifier (local);

  return g_strdup (name && strchr (name, '/') ? name : "UTC");
}

static gboolean
make_account (WbLedger    *self,
              const char  *default_type,
              GError     **error)
{
  static const char *const languages[] = { "en", NULL };
  static const char *const currencies[] = { "EUR", NULL };
  g_autoptr (WbAccount) account = wb_account_new ();
  g_autofree char *zone = find_local_zone ();

  account->id = wb_random_uuid (self->random);
  g_clear_pointer (&account->name, wb_lang_text_unref);
  account->name = wb_lang_text_new ();
  wb_lang_text_set (account->name, "en", "My shop");
  account->time_zone = g_steal_pointer (&zone);
  account->default_language = g_strdup ("en");
  g_strfreev (account->languages);
  account->languages = g_strdupv ((GStrv) languages);
  g_strfreev (account->currencies);
  account->currencies = g_strdupv ((GStrv) currencies);
  account->default_currency = g_strdup ("EUR");
  account->default_ticket_type = g_strdup (default_type);
  /* Retino sells it as an add-on; here it is what the service is for. */
  account->remarketing_active = TRUE;
  account->remarketing_activated_at = wb_ledger_now (self);
  account->call_goal_hours = 24;
  account->coupon_cap_percent_hundredths = -1;
  account->version = 1;

  return wb_ledger_account_put (self, account, error);
}

static gboolean
make_all (WbLedger  *self,
          GError   **error)
{
  g_autofree char *return_id = NULL;
  g_autofree char *claim_id = NULL;

  return make_type (self, "return", 1, &return_id, error) &&
         make_type (self, "claim", 2, &claim_id, error) &&
         make_account (self, return_id, error);
}

/**
 * wb_ledger_first_start:
 * @self: the ledger
 * @error: return location (WB_DB_ERROR)
 *
 * Gives a ledger without an account one, with the types Return and Claim; does nothing otherwise.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_ledger_first_start (WbLedger  *self,
                       GError   **error)
{
  g_autoptr (WbAccount) account = NULL;

  /* Two programs may start on one new file: the second sees what the first made. */
  if (!wb_db_begin_immediate (self->db, error))
    return FALSE;
  if (!wb_ledger_account_get (self, &account, error) ||
      (!account && !make_all (self, error))) {
    wb_db_rollback (self->db);
    return FALSE;
  }

  return wb_db_commit (self->db, error);
}
