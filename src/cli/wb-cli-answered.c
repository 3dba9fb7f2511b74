/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl calls answered: how many of the calls that customers asked for were answered by the
 * goal and by the promise (reference/retino-api.md B.6), of the last week and the last month. */

#include "config.h"

#include "wb-cli.h"

#include "wb-cli-print.h"
#include "wb-time.h"
#include "wb-wire-builder.h"

#include <glib/gi18n-lib.h>

#define GOAL_HOURS_DEFAULT 24
#define N_PERIODS 2

static const struct {
  const char *word;
  int days;
} periods[N_PERIODS] = { { "week", 7 }, { "month", 30 } };

static void
put_share (JsonObject            *object,
           const char            *name,
           const WbAnsweredShare *share)
{
  JsonObject *member = json_object_new ();
  int percent = wb_answered_percent (share);

  json_object_set_int_member (member, "met", share->n_met);
  json_object_set_int_member (member, "counted", share->n_counted);
  if (percent < 0)
    json_object_set_null_member (member, "percent");
  else
    json_object_set_int_member (member, "percent", percent);
  json_object_set_object_member (object, name, member);
}

/* "86% (43 of 50)" */
static char *
describe_share (const WbAnsweredShare *share)
{
  int percent = wb_answered_percent (share);

  if (percent < 0)
    return g_strdup ("–");
  /* Translators: a share of calls, and what it is of. */
  return g_strdup_printf (_ ("%d%% (%u of %u)"), percent, share->n_met, share->n_counted);
}

static void
print_shares (int                   goal_hours,
              const WbAnsweredShare goal[N_PERIODS],
              const WbAnsweredShare promise[N_PERIODS])
{
  g_autofree char *within = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "Within %d hour", "Within %d hours", (gulong) goal_hours),
    goal_hours);
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Calls asked for"), within,
                                                   _ ("Within 2 days"), NULL);

  for (int i = 0; i < N_PERIODS; i++) {
    g_autofree char *period = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Last %d day", "Last %d days", (gulong) periods[i].days),
      periods[i].days);
    g_autofree char *by_goal = describe_share (&goal[i]);
    g_autofree char *by_promise = describe_share (&promise[i]);
    const char *const cells[] = { period, by_goal, by_promise };

    wb_cli_table_add (table, cells);
  }
  wb_cli_table_print (table);
}

static void
print_json (int                   goal_hours,
            gint64                now,
            const WbAnsweredShare goal[N_PERIODS],
            const WbAnsweredShare promise[N_PERIODS])
{
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = NULL;

  json_object_set_int_member (object, "goal_hours", goal_hours);
  for (int i = 0; i < N_PERIODS; i++) {
    JsonObject *period = json_object_new ();

    wb_wire_put_time (period, "from", now - periods[i].days * WB_DAY_MS);
    put_share (period, "goal", &goal[i]);
    put_share (period, "promise", &promise[i]);
    json_object_set_object_member (object, periods[i].word, period);
  }
  node = wb_wire_take_object (object);
  wb_cli_print_json (node);
}

/**
 * wb_cli_calls_answered:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Tells the shares of calls answered in time.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_calls_answered (WbCli   *self,
                       GStrv    args,
                       GError **error)
{
  int goal_hours = self->account && self->account->call_goal_hours > 0
                   ? self->account->call_goal_hours : GOAL_HOURS_DEFAULT;
  gint64 now = wb_cli_now (self);
  WbAnsweredShare goal[N_PERIODS] = { { 0, 0 } };
  WbAnsweredShare promise[N_PERIODS] = { { 0, 0 } };

  if (wb_cli_is_plain (self)) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                         _ ("This server does not offer calls."));
    return FALSE;
  }
  for (int i = 0; i < N_PERIODS; i++) {
    if (!wb_call_store_answered (self->db, now - periods[i].days * WB_DAY_MS, now, goal_hours,
                                 &goal[i], &promise[i], error))
      return FALSE;
  }
  if (self->options.json)
    print_json (goal_hours, now, goal, promise);
  else
    print_shares (goal_hours, goal, promise);
  return TRUE;
}
