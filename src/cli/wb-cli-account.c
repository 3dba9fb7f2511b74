/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl account, and switching remarketing on and off: what a manager sets for all ticket
 * types at once (reference/retino-api.md B.2). */

#include "config.h"

#include "wb-cli.h"

#include "wb-account-rules.h"
#include "wb-account-store.h"
#include "wb-cli-print.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-wire-account.h"

#include <glib/gi18n-lib.h>

static gboolean
require_account (WbCli   *self,
                 GError **error)
{
  if (self->account)
    return TRUE;
  if (wb_cli_is_plain (self))
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("This server does not offer coupons, calls and banners"));
  else
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("The account is not here yet; run “winbackctl sync”"));
  return FALSE;
}

/* Sends what was stored about the account, reads it again and tells what came of it. */
static gboolean
deliver (WbCli       *self,
         const char  *sentence,
         GError     **error)
{
  g_autofree char *why_waiting = NULL;
  g_autoptr (WbAccount) now = NULL;
  g_autoptr (JsonNode) node = NULL;
  GError *cause = NULL;

  if (wb_cli_send (self, "account", WB_OUTBOX_ACCOUNT, 0, &why_waiting, error) == WB_CLI_REFUSED)
    return FALSE;
  now = wb_account_store_get (self->db, &cause);
  if (!now) {
    g_propagate_error (error, cause);
    return FALSE;
  }
  node = wb_wire_account_encode (now);
  wb_cli_print_delivered (self, node, sentence, why_waiting);
  return TRUE;
}

static gboolean
activate (WbCli     *self,
          gboolean   is_active,
          GError   **error)
{
  const char *sentence = is_active
                           ? _ ("Remarketing is active. Customers see what “offers show” has on.")
                           : _ ("Remarketing is off: customers are offered nothing. Settings, "
                                "history and coupons already given stay.");

  return require_account (self, error) &&
         wb_action_activate_remarketing (self->workspace, is_active, error) &&
         deliver (self, sentence, error);
}

/**
 * wb_cli_offers_activate:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Switches remarketing on for the account.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_offers_activate (WbCli   *self,
                        GStrv    args,
                        GError **error)
{
  return activate (self, TRUE, error);
}

/**
 * wb_cli_offers_deactivate:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Switches remarketing off for the account.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_offers_deactivate (WbCli   *self,
                          GStrv    args,
                          GError **error)
{
  return activate (self, FALSE, error);
}

static char *
describe_days (guint days)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int day = 0; day < 7; day++) {
    g_autoptr (GDateTime) date = NULL;
    g_autofree char *name = NULL;

    if ((days & (1u << day)) == 0)
      continue;
    /* 2024-01-01 was a Monday. */
    date = g_date_time_new_utc (2024, 1, 1 + day, 0, 0, 0);
    name = g_date_time_format (date, "%a");
    g_string_append_printf (text, text->len > 0 ? ", %s" : "%s", name);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_hours (GArray *business_hours)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < business_hours->len; i++) {
    const WbHours *hours = &g_array_index (business_hours, WbHours, i);
    g_autofree char *days = describe_days (hours->days);

    g_string_append_printf (text, "%s%s %02d:%02d–%02d:%02d", text->len > 0 ? "; " : "", days,
                            hours->from_min / 60, hours->from_min % 60, hours->to_min / 60,
                            hours->to_min % 60);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_dates (GArray *dates)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < dates->len; i++) {
    g_autofree char *date = wb_date_format (g_array_index (dates, gint32, i));

    g_string_append_printf (text, text->len > 0 ? ", %s" : "%s", date);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_amounts (GArray *amounts)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < amounts->len; i++) {
    g_autofree char *amount = wb_money_format_symbol (&g_array_index (amounts, WbMoney, i), NULL,
                                                      FALSE);

    g_string_append_printf (text, text->len > 0 ? ", %s" : "%s", amount);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_setting (WbCliTable *table,
             const char *name,
             const char *value)
{
  const char *const cells[] = { name, value && *value != '\0' ? value : _ ("not set") };

  wb_cli_table_add (table, cells);
}

static void
print_account (WbCli *self)
{
  const WbAccount *account = self->account;
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Setting"), _ ("Value"), NULL);
  g_autofree char *goal = g_strdup_printf (ngettext ("%d hour", "%d hours",
                                                     account->call_goal_hours),
                                           account->call_goal_hours);
  g_autofree char *hours = describe_hours (account->business_hours);
  g_autofree char *closed = describe_dates (account->closed_days);
  g_autofree char *cap = describe_amounts (account->coupon_cap);
  g_autofree char *budget = describe_amounts (account->coupon_budget);
  g_autofree char *percent = NULL;

  if (account->coupon_cap_percent_hundredths >= 0) {
    g_autofree char *decimal = g_strdup_printf ("%d.%02d",
                                                account->coupon_cap_percent_hundredths / 100,
                                                account->coupon_cap_percent_hundredths % 100);

    percent = wb_amount_for_people (decimal, NULL, TRUE, NULL);
  }
  add_setting (table, _ ("Account"), wb_cli_pick_text (self, account->name));
  add_setting (table, _ ("Remarketing"), account->remarketing_active ? _ ("on") : _ ("off"));
  add_setting (table, _ ("Answer calls within"), goal);
  add_setting (table, _ ("Opening hours"), hours);
  add_setting (table, _ ("Closed days"), closed);
  add_setting (table, _ ("Largest coupon staff may give"), cap);
  add_setting (table, _ ("Largest percentage staff may give"), percent);
  add_setting (table, _ ("Coupons of staff per month"), budget);
  wb_cli_table_print (table);
}

/**
 * wb_cli_account_show:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Shows the account's settings, unsent changes included.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_account_show (WbCli   *self,
                     GStrv    args,
                     GError **error)
{
  if (!require_account (self, error))
    return FALSE;
  if (self->options.json) {
    g_autoptr (JsonNode) node = wb_wire_account_encode (self->account);

    wb_cli_print_json (node);
  } else {
    print_account (self);
  }
  return TRUE;
}

/* The account as it is, with those members of @given that a manager may set. */
static WbAccount *
overlay (WbCli     *self,
         JsonNode  *given,
         GError   **error)
{
  static const char *const members[] = {
    "call_goal_hours", "business_hours", "closed_days", "coupon_cap", "coupon_budget",
    "coupon_cap_percent",
  };
  g_autoptr (JsonNode) node = wb_wire_account_encode (self->account);
  guint n_given = 0;

  for (guint i = 0; JSON_NODE_HOLDS_OBJECT (given) && i < G_N_ELEMENTS (members); i++) {
    JsonNode *member = json_object_get_member (json_node_get_object (given), members[i]);

    if (!member)
      continue;
    json_object_set_member (json_node_get_object (node), members[i], json_node_copy (member));
    n_given++;
  }
  if (n_given == 0) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 _ ("%s holds none of the account's settings; see “winbackctl account show "
                    "--json”"),
                 self->options.file);
    return NULL;
  }
  return wb_wire_account_decode (node, error);
}

/**
 * wb_cli_account_set:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Changes those settings that the file names: goal hours, opening hours, closed days, caps and
 * budgets of coupons.
 *
 * Returns: `TRUE` if they are sent or stored
 */
gboolean
wb_cli_account_set (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_autoptr (JsonNode) given = NULL;
  g_autoptr (WbAccount) changed = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  if (!require_account (self, error))
    return FALSE;
  given = wb_cli_read_json (self, error);
  changed = given ? overlay (self, given, error) : NULL;
  if (!changed)
    return FALSE;
  problems = wb_account_validate (changed);
  return wb_cli_refuse_problems (problems, error) &&
         wb_action_change_account (self->workspace, changed, self->account, error) &&
         deliver (self, _ ("Saved the account's settings."), error);
}
