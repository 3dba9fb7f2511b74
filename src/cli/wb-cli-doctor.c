/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl doctor: whether the workspace is sound, the clock right, the token known and the
 * server there; for everything that is not, what to do. It changes nothing. */

#include "config.h"

#include "wb-cli.h"

#include "wb-cli-print.h"
#include "wb-meta-store.h"
#include "wb-server-time.h"
#include "wb-time.h"
#include "wb-wire-builder.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  guint n_bad;
  char *first;         /* (owned) (nullable) the first thing that is wrong, in words */
  JsonArray *checks;   /* (unowned) */
  WbCliTable *table;   /* (unowned) */
} Report;

typedef enum
{
  FINE,
  NOTE,    /* works, yet somebody should look at it */
  WRONG,
} Verdict;

static void
add_check (Report     *report,
           Verdict     verdict,
           const char *name,
           const char *label,
           const char *detail,
           const char *advice)
{
  const char *words = verdict == FINE ? _ ("fine") : verdict == NOTE ? _ ("note") : _ ("wrong");
  const char *const cells[] = { words, label, detail, advice };
  JsonObject *object = json_object_new ();

  wb_wire_put_text (object, "name", name);
  json_object_set_boolean_member (object, "ok", verdict != WRONG);
  wb_wire_put_text (object, "detail", detail);
  wb_wire_put_text (object, "advice", advice);
  json_array_add_object_element (report->checks, object);
  wb_cli_table_add (report->table, cells);
  if (verdict != WRONG)
    return;
  report->n_bad++;
  if (!report->first)
    report->first = g_strdup_printf ("%s: %s; %s", label, detail ? detail : words, advice);
}

static const char *
advise_workspace (const GError *error)
{
  if (error->domain != WB_DB_ERROR)
    return _ ("connect a helpdesk, or name the folder with --workspace");
  switch (error->code) {
    case WB_DB_ERROR_SCHEMA_TOO_NEW:
      return _ ("update Winback");
    case WB_DB_ERROR_NOT_OURS:
    case WB_DB_ERROR_CORRUPT:
      return _ ("move the folder away and connect again, or put a copy of it back");
    case WB_DB_ERROR_FULL:
      return _ ("free some space");
    case WB_DB_ERROR_READ_ONLY:
    case WB_DB_ERROR_CANNOT_OPEN:
      return _ ("make the folder writable for yourself");
    case WB_DB_ERROR_BUSY:
      return _ ("close the other program and try again");
    default:
      return _ ("try again; if it stays, put a copy of the folder back");
  }
}

/* That it opened says that the schema is one we know; which one helps whoever is asked for help. */
static void
check_schema (WbCli  *self,
              Report *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbStmt) stmt = wb_db_prepare (self->db, "PRAGMA user_version", &error);
  g_autofree char *detail = NULL;
  gboolean has_row = FALSE;

  if (!stmt || !wb_stmt_step (stmt, &has_row, &error)) {
    add_check (report, WRONG, "schema", _ ("Schema"), error->message, advise_workspace (error));
    return;
  }
  detail = g_strdup_printf (_ ("version %d"), (int) wb_stmt_get_int64 (stmt, 0));
  add_check (report, FINE, "schema", _ ("Schema"), detail, NULL);
}

static void
check_integrity (WbCli  *self,
                 Report *report)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;

  if (wb_db_check_integrity (self->db, &findings, &error))
    add_check (report, FINE, "integrity", _ ("Integrity"), _ ("every page and row is sound"), NULL);
  else
    add_check (report, WRONG, "integrity", _ ("Integrity"),
               error ? error->message
                     : findings && findings->len > 0 ? g_ptr_array_index (findings, 0) : NULL,
               _ ("move the folder away and connect again, or put a copy of it back"));
}

static void
check_outbox (WbCli  *self,
              Report *report)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *detail = NULL;
  gint64 n_waiting = 0;
  gint64 n_needs_you = 0;

  if (!wb_outbox_count (self->db, &n_waiting, &n_needs_you, &error)) {
    add_check (report, WRONG, "outbox", _ ("Outbox"), error->message, advise_workspace (error));
    return;
  }
  detail = g_strdup_printf (_ ("%d waiting, %d need you"), (int) n_waiting, (int) n_needs_you);
  add_check (report, n_needs_you > 0 ? NOTE : FINE, "outbox", _ ("Outbox"), detail,
             n_needs_you > 0 ? _ ("see “winbackctl outbox”") : NULL);
}

static const char *
advise_connection (const GError *error)
{
  if (error->domain != WB_REMOTE_ERROR)
    return _ ("try again");
  switch (error->code) {
    case WB_REMOTE_ERROR_SECRET_LOCKED:
    case WB_REMOTE_ERROR_SECRET_UNAVAILABLE:
      return _ ("unlock the keyring, or set WINBACK_SECRETS=file:PATH as at connect");
    case WB_REMOTE_ERROR_UNAUTHORIZED:
      return _ ("get a new token and connect again with it");
    case WB_REMOTE_ERROR_FORBIDDEN:
      return _ ("ask a manager for the right");
    case WB_REMOTE_ERROR_TLS:
      return _ ("have the certificate put right, or connect with --ca");
    case WB_REMOTE_ERROR_UNEXPECTED_REPLY:
    case WB_REMOTE_ERROR_NOT_FOUND:
      return _ ("check the address, and what stands between you and the server");
    default:
      return _ ("check the network; what you do meanwhile is kept");
  }
}

/* By the answer's date, else as the workspace knows it from earlier ones; with neither there is
 * nothing to be said unless the server was there to say it. */
static void
check_clock (WbCli             *self,
             Report            *report,
             const WbReplyInfo *reply)
{
  g_autofree char *detail = NULL;
  WbServerTime known;
  gint64 skew_ms = 0;

  wb_server_time_read (&known, self->db);
  if (reply && reply->date != WB_TIME_NONE)
    wb_server_time_learn (&known, self->clock, reply->date);
  if (!known.is_known) {
    if (reply)
      add_check (report, NOTE, "clock", _ ("Clock"), _ ("the server does not say its time"), NULL);
    return;
  }
  skew_ms = wb_server_time_now (&known, self->clock) - wb_clock_now (self->clock);
  detail = g_strdup_printf (_ ("the server's clock is %d s from this computer's"),
                            (int) CLAMP (skew_ms / WB_SECOND_MS, -G_MAXINT, G_MAXINT));
  /* Lateness goes by the server's clock, so nothing breaks. */
  if (wb_server_time_get_error (&known, self->clock) == 0)
    add_check (report, FINE, "clock", _ ("Clock"), detail, NULL);
  else
    add_check (report, NOTE, "clock", _ ("Clock"), detail,
               _ ("set this computer's clock; until then the server's is used"));
}

static void
check_connection (WbCli  *self,
                  Report *report)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbHelpdesk) helpdesk = NULL;
  g_autoptr (WbAccount) account = NULL;
  g_autofree char *base_url = wb_workspace_dup_meta (self->db, WB_META_BASE_URL);
  WbSync *sync = wb_cli_get_sync (self, &error);
  WbLevel level = WB_LEVEL_PLAIN;
  WbAuthForm form = WB_AUTH_TOKEN;

  if (sync)
    helpdesk = wb_sync_make_helpdesk (sync, NULL, &error);
  if (!helpdesk) {
    add_check (report, WRONG, "token", _ ("Token"), error->message, advise_connection (error));
    check_clock (self, report, NULL);
    return;
  }
  add_check (report, FINE, "token", _ ("Token"), _ ("it is stored"), NULL);
  if (!wb_helpdesk_probe (helpdesk, &level, &form, &account, NULL, &error)) {
    add_check (report, WRONG, "connection", _ ("Connection"), error->message,
               advise_connection (error));
    check_clock (self, report, NULL);
    return;
  }
  add_check (report, FINE, "connection", _ ("Connection"), base_url, NULL);
  check_clock (self, report, wb_helpdesk_get_last (helpdesk));
}

/**
 * wb_cli_doctor:
 * @self: the program; its workspace is opened here, for that it opens is the first thing checked
 * @args: none
 * @error: return location for a #GError
 *
 * Returns: `TRUE` if nothing is wrong
 */
gboolean
wb_cli_doctor (WbCli   *self,
               GStrv    args,
               GError **error)
{
  Report report = { .checks = json_array_new () };
  g_autoptr (GError) cause = NULL;
  g_autoptr (WbCliTable) table = wb_cli_table_new ("", _ ("What"), _ ("Found"), _ ("What to do"),
                                                   NULL);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object = json_object_new ();

  report.table = table;
  if (wb_cli_open (self, &cause)) {
    add_check (&report, FINE, "workspace", _ ("Workspace"), wb_workspace_get_dir (self->workspace),
               NULL);
    check_schema (self, &report);
    check_integrity (self, &report);
    check_outbox (self, &report);
    check_connection (self, &report);
  } else {
    add_check (&report, WRONG, "workspace", _ ("Workspace"), cause->message,
               advise_workspace (cause));
  }
  json_object_set_boolean_member (object, "ok", report.n_bad == 0);
  json_object_set_array_member (object, "checks", report.checks);
  node = wb_wire_take_object (object);
  if (self->options.json)
    wb_cli_print_json (node);
  else
    wb_cli_table_print (table);
  if (report.n_bad == 0)
    return TRUE;
  g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
               ngettext ("%u thing is wrong: %s", "%u things are wrong, first %s", report.n_bad),
               report.n_bad, report.first);
  g_free (report.first);
  return FALSE;
}
