/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl call …: what staff do with one call. Each is stored in one transaction, then sent. */

#include "config.h"

#include "wb-cli.h"

#include "wb-call-store.h"
#include "wb-cli-print.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-wire-activity.h"

#include <glib/gi18n-lib.h>

/* winbackctl holds a call until it is given back: nobody renews a lease here. */
#define NO_LEASE 0

/* What a person was told to their face needs no second decision: a refused take or release is
 * forgotten, and the call shows as the server has it. */
static void
forget_refused (WbCli      *self,
                const char *call_id)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (self->db, "activity", call_id, NULL);

  for (guint i = rows ? rows->len : 0; i > 0; i--) {
    const WbOutboxRow *row = g_ptr_array_index (rows, i - 1);

    if (row->state == WB_OUTBOX_NEEDS_YOU && g_str_equal (row->op, WB_OP_ASSIGN)) {
      wb_action_discard (self->workspace, row->seq, NULL);
      return;
    }
  }
}

static void
print_call (WbCli            *self,
            const WbActivity *call,
            const char       *done,
            const char       *why_waiting)
{
  if (self->options.json) {
    g_autoptr (JsonNode) node = wb_wire_activity_encode (call);

    json_object_set_string_member (json_node_get_object (node), "delivery",
                                   why_waiting ? "waiting" : "sent");
    wb_cli_print_json (node);
    return;
  }
  g_print ("%s: %s%s%s\n", done, call->ticket_code ? call->ticket_code : call->id,
           call->customer_name ? ", " : "", call->customer_name ? call->customer_name : "");
  if (why_waiting)
    g_print (_ ("Stored, not sent yet: %s\n"), why_waiting);
}

/* Sends what was stored about a call and tells what came of it. */
static gboolean
deliver (WbCli       *self,
         const char  *call_id,
         const char  *done,
         gboolean     is_assignment,
         GError     **error)
{
  g_autofree char *why_waiting = NULL;
  g_autoptr (WbActivity) call = NULL;

  if (wb_cli_send (self, "activity", call_id, 0, &why_waiting, error) == WB_CLI_REFUSED) {
    if (is_assignment)
      forget_refused (self, call_id);
    return FALSE;
  }
  call = wb_cli_resolve_call (self, call_id, error);
  if (!call)
    return FALSE;
  print_call (self, call, done, why_waiting);
  return TRUE;
}

/**
 * wb_cli_call_take:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Takes a call for this user, until it is given back.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_call_take (WbCli   *self,
                  GStrv    args,
                  GError **error)
{
  g_autoptr (WbActivity) call = wb_cli_resolve_call (self, args[0], error);

  return call && wb_action_take (self->workspace, call->id, NO_LEASE, error) &&
         deliver (self, call->id, _ ("Taken"), TRUE, error);
}

/**
 * wb_cli_call_release:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Gives a call back.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_call_release (WbCli   *self,
                     GStrv    args,
                     GError **error)
{
  g_autoptr (WbActivity) call = wb_cli_resolve_call (self, args[0], error);

  return call && wb_action_release (self->workspace, call->id, error) &&
         deliver (self, call->id, _ ("Given back"), TRUE, error);
}

/**
 * wb_cli_call_complete:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Finishes a call with an outcome and a note.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_call_complete (WbCli   *self,
                      GStrv    args,
                      GError **error)
{
  WbOutcome outcome = wb_outcome_from_text (self->options.outcome);
  g_autoptr (WbActivity) call = NULL;

  if (!wb_outcome_is_final (outcome)) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("A call does not end with “%s”; use resolved, exchange_agreed, "
                    "coupon_offered, declined, unreachable or wrong_number"),
                 self->options.outcome);
    return FALSE;
  }
  call = wb_cli_resolve_call (self, args[0], error);
  return call &&
         wb_action_complete (self->workspace, call->id, outcome, self->options.note,
                             wb_cli_now (self), error) &&
         deliver (self, call->id, _ ("Finished"), FALSE, error);
}

/* An instant with a zone, or a local time of the account without one; seconds may be left out. */
static gboolean
parse_until (WbCli       *self,
             const char  *text,
             gint64      *ms_out,
             GError     **error)
{
  g_autofree char *with_seconds = g_strconcat (text, ":00", NULL);
  g_autoptr (GDateTime) local = NULL;

  if (wb_time_parse (text, ms_out))
    return TRUE;
  local = g_date_time_new_from_iso8601 (text, self->zone);
  if (!local)
    local = g_date_time_new_from_iso8601 (with_seconds, self->zone);
  if (!local) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("“%s” is no time; write it as 2025-10-05T14:00"), text);
    return FALSE;
  }
  *ms_out = g_date_time_to_unix (local) * 1000;
  return TRUE;
}

/**
 * wb_cli_call_snooze:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Puts a call off, with the attempt that failed if there was one.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_call_snooze (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  WbCliOptions *options = &self->options;
  WbOutcome attempt = options->attempt ? wb_outcome_from_text (options->attempt) : WB_OUTCOME_NONE;
  g_autoptr (WbActivity) call = NULL;
  gint64 until = 0;

  if (options->attempt && !wb_outcome_is_attempt (attempt)) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("“%s” is no attempt; use no_answer, busy, call_later or voicemail"),
                 options->attempt);
    return FALSE;
  }
  if (options->note && !options->attempt) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                         _ ("A note belongs to an attempt; give --attempt, too"));
    return FALSE;
  }
  if (!parse_until (self, options->until, &until, error))
    return FALSE;
  call = wb_cli_resolve_call (self, args[0], error);
  return call &&
         wb_action_snooze (self->workspace, call->id, until, attempt, options->note, error) &&
         deliver (self, call->id, _ ("Put off"), FALSE, error);
}
