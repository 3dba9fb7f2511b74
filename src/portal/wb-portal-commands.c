/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What winback-portal does besides serving: account, users and tickets; shops are in
 * wb-portal-shop-commands.c, statistics in wb-portal-stats-commands.c. Commands write into the
 * ledger that a running portal serves, and it notices within a second. */

#include "config.h"

#include "wb-portal-commands.h"

#include <string.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "wb-ledger-account.h"
#include "wb-ledger-customers.h"
#include "wb-ledger-tickets.h"
#include "wb-ledger-users.h"
#include "wb-portal-address.h"
#include "wb-portal-options.h"
#include "wb-portal-serve.h"
#include "wb-portal-shop-commands.h"
#include "wb-portal-stats-commands.h"
#include "wb-portal-ticket-import.h"
#include "wb-time.h"

static gboolean
set_usage (GError     **error,
           const char  *message)
{
  g_set_error_literal (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE, message);

  return FALSE;
}

/* Runs @act in one transaction. */
typedef gboolean (*Act) (const WbPortalCommand *command, WbLedger *ledger, GError **error);

static gboolean
run_in_transaction (const WbPortalCommand  *command,
                    WbLedger               *ledger,
                    Act                     act,
                    GError                **error)
{
  if (!wb_db_begin_immediate (ledger->db, error))
    return FALSE;
  if (!act (command, ledger, error)) {
    wb_db_rollback (ledger->db);
    return FALSE;
  }

  return wb_db_commit (ledger->db, error);
}

static gboolean
set_account_zone (WbAccount   *account,
                  const char  *name,
                  GError     **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  if (!zone)
    return set_usage (error, _ ("There is no such time zone. Give one like Europe/Prague."));
  g_free (account->time_zone);
  account->time_zone = g_strdup (name);

  return TRUE;
}

/* "CZK,EUR"; the first is the default. */
static gboolean
set_currencies (WbAccount   *account,
                const char  *list,
                GError     **error)
{
  g_auto (GStrv) codes = g_strsplit (list, ",", -1);

  for (guint i = 0; codes[i]; i++) {
    if (wb_currency_digits (codes[i]) < 0)
      return set_usage (error, _ ("There is no such currency. Give codes like CZK,EUR."));
  }
  g_free (account->default_currency);
  account->default_currency = g_strdup (codes[0]);
  g_strfreev (account->currencies);
  account->currencies = g_steal_pointer (&codes);

  return TRUE;
}

/* "cs,en"; the first is the default. */
static gboolean
set_languages (WbAccount   *account,
               const char  *list,
               GError     **error)
{
  g_auto (GStrv) codes = g_strsplit (list, ",", -1);

  for (guint i = 0; codes[i]; i++) {
    if (strlen (codes[i]) != 2 || !g_ascii_islower (codes[i][0]) ||
        !g_ascii_islower (codes[i][1]))
      return set_usage (error, _ ("Give languages by their two letters, like cs,en."));
  }
  g_free (account->default_language);
  account->default_language = g_strdup (codes[0]);
  g_strfreev (account->languages);
  account->languages = g_steal_pointer (&codes);

  return TRUE;
}

static gboolean
init_account (const WbPortalCommand  *command,
              WbLedger               *ledger,
              GError                **error)
{
  g_autoptr (WbAccount) account = NULL;

  if (!wb_ledger_account_get (ledger, &account, error))
    return FALSE;

  if (command->currency && !set_currencies (account, command->currency, error))
    return FALSE;
  if (command->language && !set_languages (account, command->language, error))
    return FALSE;
  if (command->time_zone && !set_account_zone (account, command->time_zone, error))
    return FALSE;
  if (command->name) {
    g_clear_pointer (&account->name, wb_lang_text_unref);
    account->name = wb_lang_text_new ();
    wb_lang_text_set (account->name, account->default_language, command->name);
  }

  return wb_ledger_account_save (ledger, account, NULL, error);
}

/* In another time zone days are others. */
static gboolean
init_and_count (const WbPortalCommand  *command,
                WbLedger               *ledger,
                GError                **error)
{
  return run_in_transaction (command, ledger, init_account, error) &&
         wb_portal_stats_commands_finish (ledger, error);
}

/* The token goes to stdout alone, so that a script can keep it. */
static gboolean
give_token (WbLedger      *ledger,
            const WbUser  *user,
            GError       **error)
{
  g_autofree char *token = wb_ledger_token_new (ledger);

  if (!wb_ledger_user_set_token (ledger, user->id, token, error))
    return FALSE;

  g_printerr (_ ("The token of %s, shown only this once:\n"), user->full_name);
  g_print ("%s\n", token);

  return TRUE;
}

static gboolean
add_user (const WbPortalCommand  *command,
          WbLedger               *ledger,
          GError                **error)
{
  g_autoptr (WbUser) user = wb_user_new ();
  g_autoptr (WbUser) other = NULL;
  const char *role = command->role ? command->role : "agent";

  if (!command->name || !command->email)
    return set_usage (error, _ ("Give --name and --email."));
  if (!strchr (command->email, '@'))
    return set_usage (error, _ ("This is not an e-mail address."));
  if (!g_str_equal (role, "agent") && !g_str_equal (role, "manager"))
    return set_usage (error, _ ("A role is agent or manager."));
  if (!wb_ledger_user_by_email (ledger, command->email, &other, error))
    return FALSE;
  if (other) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID,
                 _ ("%s is a user already. “user token” gives a new token."), command->email);
    return FALSE;
  }

  user->id = wb_random_uuid (ledger->random);
  user->role = g_strdup (role);
  user->email = g_strdup (command->email);
  user->full_name = g_strdup (command->name);
  user->last_activity_at = WB_TIME_NONE;
  user->date_joined = wb_ledger_now (ledger);
  user->active = TRUE;
  user->version = 0;

  return wb_ledger_user_save (ledger, user, TRUE, error) && give_token (ledger, user, error);
}

static gboolean
find_user (const WbPortalCommand  *command,
           WbLedger               *ledger,
           WbUser                **user_out,
           GError                **error)
{
  const char *who = command->words[2];

  if (!wb_ledger_user_by_email (ledger, who, user_out, error) ||
      (!*user_out && !wb_ledger_user_get (ledger, who, user_out, error)))
    return FALSE;
  if (!*user_out) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID, _ ("There is no user %s."), who);
    return FALSE;
  }

  return TRUE;
}

static gboolean
renew_token (const WbPortalCommand  *command,
             WbLedger               *ledger,
             GError                **error)
{
  g_autoptr (WbUser) user = NULL;

  if (!find_user (command, ledger, &user, error))
    return FALSE;
  if (!user->active) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID, _ ("%s is disabled."),
                 command->words[2]);
    return FALSE;
  }

  return give_token (ledger, user, error);
}

static gboolean
disable_user (const WbPortalCommand  *command,
              WbLedger               *ledger,
              GError                **error)
{
  g_autoptr (WbUser) user = NULL;

  if (!find_user (command, ledger, &user, error))
    return FALSE;
  user->active = FALSE;

  return wb_ledger_user_set_token (ledger, user->id, NULL, error) &&
         wb_ledger_user_save (ledger, user, FALSE, error);
}

static gboolean
list_users (const WbPortalCommand  *command,
            WbLedger               *ledger,
            GError                **error)
{
  g_autoptr (GPtrArray) users = wb_ledger_user_list (ledger, error);

  for (guint i = 0; users && i < users->len; i++) {
    const WbUser *user = g_ptr_array_index (users, i);

    g_print ("%s\t%s\t%s\t%s\t%s\n", user->id, user->role, user->active ? "active" : "disabled",
             user->email ? user->email : "", user->full_name ? user->full_name : "");
  }

  return users ? TRUE : FALSE;
}

static gboolean
import_tickets (const WbPortalCommand  *command,
                WbLedger               *ledger,
                GError                **error)
{
  const char *path = command->words[2];
  g_autoptr (GInputStream) stream = NULL;
  WbTicketImportCount count;

  if (g_str_equal (path, "-")) {
    stream = g_unix_input_stream_new (0, FALSE);
  } else {
    g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);

    stream = G_INPUT_STREAM (g_file_read (file, NULL, error));
  }
  if (!stream || !wb_portal_ticket_import (ledger, stream, &count, error))
    return FALSE;

  g_print (_ ("%u added, %u changed, %u deleted, %u as they were\n"), count.n_added,
           count.n_changed, count.n_deleted, count.n_same);

  return TRUE;
}

/* Where the customers reach the portal: as told, else where it was when it started last. */
static char *
find_address (const WbPortalCommand  *command,
              WbLedger               *ledger,
              GError                **error)
{
  char *known = NULL;

  if (command->public_url)
    return wb_portal_address_clean (command->public_url, error);

  known = wb_portal_address_recall (ledger);
  if (!known)
    set_usage (error, _ ("Give --public-url, where customers reach the portal, or start it once."));

  return known;
}

static gboolean
check_language (const char  *language,
                WbLedger    *ledger,
                GError     **error)
{
  g_autoptr (WbAccount) account = NULL;

  if (!language)
    return TRUE;
  if (!wb_ledger_account_get (ledger, &account, error))
    return FALSE;
  if (!account || !g_strv_contains ((const char *const *) account->languages, language))
    return set_usage (error, _ ("The account has no such language."));

  return TRUE;
}

/* The address goes to stdout alone, like a token. */
static gboolean
link_ticket (const WbPortalCommand  *command,
             WbLedger               *ledger,
             GError                **error)
{
  const char *code = command->words[2];
  g_autofree char *origin = NULL;
  g_autofree char *key = NULL;
  g_autofree char *address = NULL;
  g_autoptr (WbTicket) ticket = NULL;

  if (!check_language (command->lang, ledger, error))
    return FALSE;
  origin = find_address (command, ledger, error);
  if (!origin || !wb_ledger_ticket_by_code (ledger, code, &ticket, error))
    return FALSE;
  if (!ticket || ticket->deleted_at != WB_TIME_NONE) {
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_INVALID, _ ("There is no ticket %s."),
                 code);
    return FALSE;
  }

  /* Whoever shows the link hears that there is another one. */
  if (command->renew && (!wb_ledger_customer_key_renew (ledger, ticket->id, error) ||
                         !wb_ledger_ticket_save (ledger, ticket, FALSE, NULL, error)))
    return FALSE;
  if (!wb_ledger_customer_key_get (ledger, ticket->id, &key, error))
    return FALSE;

  address = wb_portal_address_offers (origin, key, command->lang);
  g_printerr (_ ("The customer's link of ticket %s:\n"), code);
  g_print ("%s\n", address);

  return TRUE;
}

typedef struct
{
  const char *words[3];          /* the command */
  guint n_arguments;             /* what must follow it */
  guint n_more;                  /* what may follow then */
  gboolean own_transaction;      /* manages them itself, or needs none */
  Act act;
  const char *options[6];
} Command;

static const Command commands[] = {
  { { "account", "init" }, 0, 0, TRUE, init_and_count,
    { "name", "currency", "language", "time-zone" } },
  { { "user", "add" }, 0, 0, FALSE, add_user, { "name", "email", "role" } },
  { { "user", "token" }, 1, 0, FALSE, renew_token, { NULL } },
  { { "user", "disable" }, 1, 0, FALSE, disable_user, { NULL } },
  { { "user", "list" }, 0, 0, TRUE, list_users, { NULL } },
  { { "ticket", "import" }, 1, 0, TRUE, import_tickets, { NULL } },
  { { "ticket", "link" }, 1, 0, FALSE, link_ticket, { "public-url", "lang", "renew" } },
  { { "shop", "add" }, 2, 0, TRUE, wb_portal_shop_commands_add,
    { "secret-file", "ca", "allow-loopback", "store-id", "name" } },
  { { "shop", "check" }, 1, 0, TRUE, wb_portal_shop_commands_check, { "allow-loopback" } },
  { { "shop", "list" }, 0, 0, TRUE, wb_portal_shop_commands_list, { NULL } },
  { { "shop", "pause" }, 1, 0, FALSE, wb_portal_shop_commands_pause, { NULL } },
  { { "shop", "resume" }, 1, 0, FALSE, wb_portal_shop_commands_resume, { NULL } },
  { { "shop", "remove" }, 1, 0, FALSE, wb_portal_shop_commands_remove, { NULL } },
  { { "stats", "rules" }, 0, 1, TRUE, wb_portal_stats_commands_rules, { NULL } },
  { { "stats", "rebuild" }, 0, 0, TRUE, wb_portal_stats_commands_rebuild, { NULL } },
};

static const Command *
find_command (const WbPortalCommand  *command,
              GError                **error)
{
  guint n_words = g_strv_length (command->words);

  for (guint i = 0; i < G_N_ELEMENTS (commands) && n_words >= 2; i++) {
    if (!g_str_equal (commands[i].words[0], command->words[0]) ||
        !g_str_equal (commands[i].words[1], command->words[1]))
      continue;
    if (n_words >= 2 + commands[i].n_arguments &&
        n_words <= 2 + commands[i].n_arguments + commands[i].n_more)
      return &commands[i];
    g_set_error (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE,
                 _ ("“%s %s” needs %u more words after it. See --help."), command->words[0],
                 command->words[1], commands[i].n_arguments);
    return NULL;
  }
  set_usage (error, _ ("There is no such command. See --help."));

  return NULL;
}

static gboolean
run_command (const WbPortalCommand  *command,
             GError                **error)
{
  const Command *found = find_command (command, error);
  g_autoptr (WbClock) clock = NULL;
  g_autoptr (WbRandom) random = NULL;
  g_autoptr (WbLedger) ledger = NULL;

  if (!found || !wb_portal_command_allows (command, found->options, error))
    return FALSE;

  clock = wb_system_clock_new ();
  random = wb_system_random_new ();
  ledger = wb_ledger_open (command->db, clock, random, FALSE, error);
  if (!ledger)
    return FALSE;
  if (found->own_transaction)
    return found->act (command, ledger, error);

  return run_in_transaction (command, ledger, found->act, error);
}

int
wb_portal_commands_run (int    argc,
                        char **argv)
{
  g_auto (WbPortalCommand) command = { NULL };
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  if (!wb_portal_command_parse (&command, argc, argv, &error)) {
    g_printerr ("winback-portal: %s\n", error->message);
    return 2;
  }
  if (command.version) {
    g_print ("winback-portal %s\n", WB_VERSION);
    return 0;
  }

  if (!command.db)
    set_usage (&error, _ ("Give --db FILE."));
  else if (command.words)
    done = run_command (&command, &error);
  else
    done = wb_portal_serve (&command, &error);
  if (done)
    return 0;

  g_printerr ("winback-portal: %s\n", error->message);

  return g_error_matches (error, WB_PORTAL_ERROR, WB_PORTAL_ERROR_USAGE) ? 2 : 1;
}
