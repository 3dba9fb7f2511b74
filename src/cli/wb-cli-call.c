/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl call …: what staff do with one call. Each is stored in one transaction, then sent. */

#include "config.h"

#include "wb-cli.h"

#include "wb-call-store.h"
#include "wb-cli-print.h"
#include "wb-next-try.h"
#include "wb-staff-actions.h"
#include "wb-time.h"
#include "wb-wire-activity.h"
#include "wb-wire-builder.h"

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

/**
 * wb_cli_deliver_call:
 * @self: the program
 * @before: the call as it was before something was stored about it
 * @done: what was, translated: "Taken"
 * @deed: what kind of thing
 * @error: return location for a #GError
 *
 * Sends what was stored and tells what came of it.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_deliver_call (WbCli             *self,
                     const WbActivity  *before,
                     const char        *done,
                     WbCliDeed          deed,
                     GError           **error)
{
  g_autofree char *why_waiting = NULL;
  g_autoptr (WbActivity) call = NULL;

  if (wb_cli_send (self, "activity", before->id, 0, &why_waiting, error) == WB_CLI_REFUSED) {
    if (deed == WB_CLI_DEED_ASSIGN)
      forget_refused (self, before->id);
    return FALSE;
  }
  call = wb_cli_resolve_call (self, before->id, error);
  if (!call)
    return FALSE;
  if ((deed == WB_CLI_DEED_ASSIGN || deed == WB_CLI_DEED_WORK) &&
      !wb_cli_remember_act (self, before, call, error))
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
         wb_cli_deliver_call (self, call, _ ("Taken"), WB_CLI_DEED_ASSIGN, error);
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
         wb_cli_deliver_call (self, call, _ ("Given back"), WB_CLI_DEED_ASSIGN, error);
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
         wb_cli_deliver_call (self, call, _ ("Finished"), WB_CLI_DEED_WORK, error);
}

/* A manager gives it to anybody; anybody takes it or gives it back. */
static gboolean
assign (WbCli       *self,
        const char  *call_id,
        GError     **error)
{
  const char *to = self->options.to;
  const char *user_id = NULL;

  if (!g_str_equal (to, "nobody")) {
    const WbUser *user = wb_cli_resolve_user (self, to, error);

    if (!user)
      return FALSE;
    user_id = user->id;
  }
  if (!wb_cli_is_manager (self) && !user_id)
    return wb_action_release (self->workspace, call_id, error);
  if (!wb_cli_is_manager (self) && g_strcmp0 (user_id, self->me) == 0)
    return wb_action_take (self->workspace, call_id, NO_LEASE, error);
  return wb_action_assign (self->workspace, call_id, user_id, error);
}

/**
 * wb_cli_call_assign:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Gives a call to somebody.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_call_assign (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  g_autoptr (WbActivity) call = wb_cli_resolve_call (self, args[0], error);

  return call && assign (self, call->id, error) &&
         wb_cli_deliver_call (self, call, _ ("Assigned"), WB_CLI_DEED_ASSIGN, error);
}

/**
 * wb_cli_call_note:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Adds a note to the history of the call's ticket; the call, open or closed, stays as it is.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_call_note (WbCli   *self,
                  GStrv    args,
                  GError **error)
{
  g_autoptr (WbActivity) call = wb_cli_resolve_call (self, args[0], error);

  return call &&
         wb_action_note (self->workspace, call->id, self->options.note, WB_OUTCOME_NONE,
                         wb_cli_now (self), error) &&
         wb_cli_deliver_call (self, call, _ ("Noted"), WB_CLI_DEED_NOTE, error);
}

/**
 * wb_cli_signoff:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Gives back what was taken for a while, by opening it in the window, and was not put off.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_signoff (WbCli   *self,
                GStrv    args,
                GError **error)
{
  g_autofree char *why_waiting = NULL;
  guint n_released = 0;

  if (!wb_action_release_all (self->workspace, &n_released, error))
    return FALSE;
  if (n_released > 0)
    why_waiting = wb_cli_push (self);
  if (self->options.json) {
    JsonObject *object = json_object_new ();
    g_autoptr (JsonNode) node = NULL;

    json_object_set_int_member (object, "released", n_released);
    wb_wire_put_text (object, "delivery", why_waiting ? "waiting" : "sent");
    node = wb_wire_take_object (object);
    wb_cli_print_json (node);
    return TRUE;
  }
  g_print (ngettext ("%u call given back.\n", "%u calls given back.\n", n_released), n_released);
  if (why_waiting)
    g_print (_ ("Stored, not sent yet: %s\n"), why_waiting);
  return TRUE;
}

/* -1 = it is none of the words. */
static int
find_usual (const char *text)
{
  static const char *const words[WB_N_NEXT_TRIES] = { "hour", "afternoon", "tomorrow", "workday" };

  for (int i = 0; i < WB_N_NEXT_TRIES; i++) {
    if (g_str_equal (words[i], text))
      return i;
  }
  return -1;
}

/* As the window proposes it, by the account's clock and opening hours. */
static gboolean
find_next_try (WbCli           *self,
               WbNextTryUsual   which,
               gint64          *ms_out,
               GError         **error)
{
  g_autoptr (WbWorkingCalendar) calendar =
    self->account ? wb_working_calendar_of (self->account, self->zone) : NULL;
  const WbNextTryAsk ask = { .now = wb_cli_now (self), .zone = self->zone, .calendar = calendar };

  *ms_out = wb_next_try_usual (which, &ask);
  if (*ms_out == WB_TIME_NONE)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_FAILED,
                 which == WB_NEXT_TRY_AFTERNOON
                 ? _ ("It is too late for this afternoon; give another time")
                 : _ ("Nobody works in the next two weeks; give another time"));
  return *ms_out != WB_TIME_NONE;
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
  int which = find_usual (text);

  if (which >= 0)
    return find_next_try (self, (WbNextTryUsual) which, ms_out, error);
  if (wb_time_parse (text, ms_out))
    return TRUE;
  local = g_date_time_new_from_iso8601 (text, self->zone);
  if (!local)
    local = g_date_time_new_from_iso8601 (with_seconds, self->zone);
  if (!local) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("“%s” is no time; write it as 2025-10-05T14:00, or hour, afternoon, tomorrow, "
                    "workday"),
                 text);
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
         wb_cli_deliver_call (self, call, _ ("Put off"), WB_CLI_DEED_WORK, error);
}

/**
 * wb_cli_call_reopen:
 * @self: the program
 * @args: the call
 * @error: return location for a #GError
 *
 * Opens a finished call again, to be called now unless told otherwise; a note says why.
 *
 * Returns: `TRUE` if it is sent or stored
 */
gboolean
wb_cli_call_reopen (WbCli   *self,
                    GStrv    args,
                    GError **error)
{
  gint64 until = wb_cli_now (self);
  g_autoptr (WbActivity) call = NULL;

  if (self->options.until && !parse_until (self, self->options.until, &until, error))
    return FALSE;
  call = wb_cli_resolve_call (self, args[0], error);
  return call && wb_action_reopen (self->workspace, call->id, until, self->options.note, error) &&
         wb_cli_deliver_call (self, call, _ ("Reopened"), WB_CLI_DEED_WORK, error);
}
