/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts statistics anew; see wb-portal-stats-commands.h. Runs in the command's transaction: a
 * service that runs meanwhile redirects customers as ever, and stores what they click after it. */

#include "config.h"

#include "wb-portal-stats-commands.h"

#include <glib/gi18n-lib.h>

#include "wb-ledger-funnel.h"
#include "wb-ledger-sights.h"
#include "wb-portal.h"

static gboolean
rebuild (WbLedger  *ledger,
         GError   **error)
{
  gint64 n_changed = 0;
  gint64 n_funnel_changed = 0;

  /* What was shown and clicked follows from how views and clicks are judged. */
  if (!wb_ledger_sights_rebuild (ledger, &n_changed, error) ||
      !wb_ledger_funnel_rebuild (ledger, &n_funnel_changed, error))
    return FALSE;
  n_changed += n_funnel_changed;

  g_print (g_dngettext (GETTEXT_PACKAGE, "%u row of statistics changed\n",
                        "%u rows of statistics changed\n", (gulong) n_changed),
           (guint) n_changed);

  return TRUE;
}

gboolean
wb_portal_stats_commands_rebuild (const WbPortalCommand  *command,
                                  WbLedger               *ledger,
                                  GError                **error)
{
  return rebuild (ledger, error);
}

static gboolean
set_rules (const char  *path,
           WbLedger    *ledger,
           GError     **error)
{
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

  return wb_ledger_set_click_rules (ledger, rules, error) && rebuild (ledger, error);
}

gboolean
wb_portal_stats_commands_rules (const WbPortalCommand  *command,
                                WbLedger               *ledger,
                                GError                **error)
{
  g_autoptr (WbClickRules) rules = NULL;
  g_autofree char *text = NULL;

  if (command->words[2])
    return set_rules (command->words[2], ledger, error);

  rules = wb_ledger_click_rules (ledger, error);
  if (!rules)
    return FALSE;
  text = wb_click_rules_print (rules);
  g_print ("%s", text);

  return TRUE;
}
