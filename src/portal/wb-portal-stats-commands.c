/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts statistics anew; see wb-portal-stats-commands.h. In short steps: a service that runs
 * meanwhile serves as ever, and goes on with it when this command is ended before it is done. */

#include "config.h"

#include "wb-portal-stats-commands.h"

#include <glib/gi18n-lib.h>

#include "wb-ledger-recount.h"
#include "wb-ledger-sights.h"
#include "wb-portal.h"

gboolean
wb_portal_stats_commands_rebuild (const WbPortalCommand  *command,
                                  WbLedger               *ledger,
                                  GError                **error)
{
  gint64 n_changed = 0;

  if (!wb_ledger_recount_run (ledger, &n_changed, error))
    return FALSE;

  g_print (g_dngettext (GETTEXT_PACKAGE, "%u row of statistics changed\n",
                        "%u rows of statistics changed\n", (gulong) n_changed),
           (guint) n_changed);

  return TRUE;
}

static gboolean
store_rules (const WbClickRules  *rules,
             WbLedger            *ledger,
             GError             **error)
{
  if (!wb_db_begin_immediate (ledger->db, error))
    return FALSE;
  if (wb_ledger_set_click_rules (ledger, rules, error) && wb_db_commit (ledger->db, error))
    return TRUE;
  if (wb_db_in_transaction (ledger->db))
    wb_db_rollback (ledger->db);

  return FALSE;
}

static gboolean
set_rules (const WbPortalCommand  *command,
           WbLedger               *ledger,
           GError                **error)
{
  const char *path = command->words[2];
  g_autofree char *text = NULL;
  g_autoptr (WbClickRules) rules = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return FALSE;
  rules = wb_click_rules_parse (text, &local_error);
  if (!rules) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID, "%s:\n%s", path,
                 local_error->message);
    return FALSE;
  }

  return store_rules (rules, ledger, error) &&
         wb_portal_stats_commands_rebuild (command, ledger, error);
}

gboolean
wb_portal_stats_commands_rules (const WbPortalCommand  *command,
                                WbLedger               *ledger,
                                GError                **error)
{
  g_autoptr (WbClickRules) rules = NULL;
  g_autofree char *text = NULL;

  if (command->words[2])
    return set_rules (command, ledger, error);

  rules = wb_ledger_click_rules (ledger, error);
  if (!rules)
    return FALSE;
  text = wb_click_rules_print (rules);
  g_print ("%s", text);

  return TRUE;
}

gboolean
wb_portal_stats_commands_finish (WbLedger  *ledger,
                                 GError   **error)
{
  gboolean is_due = FALSE;

  return wb_ledger_recount_is_due (ledger, &is_due, error) &&
         (!is_due || wb_ledger_recount_run (ledger, NULL, error));
}
