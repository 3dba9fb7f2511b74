/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Calls and tasks, and the words for how they end; see wb-activity.h. */

#include "config.h"

#include "wb-activity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "wb-time.h"

/* In the order of WbOutcome. The first six end a call, the last four are attempts that leave it
 * open (reference/retino-api.md B.6). */
static const struct {
  const char *text;
  const char *label;
} outcomes[] = {
  [WB_OUTCOME_NONE] = { NULL, NULL },
  [WB_OUTCOME_RESOLVED] = { "resolved", N_ ("Solved") },
  [WB_OUTCOME_EXCHANGE_AGREED] = { "exchange_agreed", N_ ("Exchange agreed") },
  [WB_OUTCOME_COUPON_OFFERED] = { "coupon_offered", N_ ("Coupon given") },
  [WB_OUTCOME_DECLINED] = { "declined", N_ ("Declined") },
  [WB_OUTCOME_UNREACHABLE] = { "unreachable", N_ ("Unreachable") },
  [WB_OUTCOME_WRONG_NUMBER] = { "wrong_number", N_ ("Wrong number") },
  [WB_OUTCOME_NO_ANSWER] = { "no_answer", N_ ("No answer") },
  [WB_OUTCOME_BUSY] = { "busy", N_ ("Busy") },
  [WB_OUTCOME_CALL_LATER] = { "call_later", N_ ("Call later") },
  [WB_OUTCOME_VOICEMAIL] = { "voicemail", N_ ("Voicemail") },
};

static void
init_attempt (WbAttempt *self)
{
  self->at = WB_TIME_NONE;
}

static void
clear_attempt (WbAttempt *self)
{
  g_free (self->user);
  g_free (self->outcome);
  g_free (self->note);
}

WB_DEFINE_RECORD (WbAttempt, wb_attempt, init_attempt, clear_attempt)

static void
init_activity (WbActivity *self)
{
  self->called_at = WB_TIME_NONE;
  self->lease_until = WB_TIME_NONE;
  self->created_at = WB_TIME_NONE;
  self->due_at = WB_TIME_NONE;
  self->original_due_at = WB_TIME_NONE;
  self->closed_at = WB_TIME_NONE;
  self->attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_attempt_unref);
  self->updated_at = WB_TIME_NONE;
}

static void
clear_activity (WbActivity *self)
{
  g_free (self->id);
  g_free (self->ticket);
  g_free (self->ticket_code);
  g_free (self->ticket_type);
  g_free (self->kind);
  g_free (self->name);
  g_free (self->description);
  g_free (self->status);
  g_free (self->outcome);
  g_free (self->note);
  g_free (self->assignee);
  g_free (self->customer_name);
  g_free (self->customer_phone);
  g_free (self->placement);
  g_free (self->closed_by);
  g_ptr_array_unref (self->attempts);
}

WB_DEFINE_RECORD (WbActivity, wb_activity, init_activity, clear_activity)

/**
 * wb_outcome_from_text:
 * @text: (nullable): a word of the API
 *
 * Returns: the outcome; `WB_OUTCOME_NONE` for `NULL` and for words we do not know
 */
WbOutcome
wb_outcome_from_text (const char *text)
{
  for (guint i = WB_OUTCOME_NONE + 1; text && i < G_N_ELEMENTS (outcomes); i++) {
    if (strcmp (outcomes[i].text, text) == 0)
      return (WbOutcome) i;
  }

  return WB_OUTCOME_NONE;
}

/**
 * wb_outcome_to_text:
 * @outcome: an outcome
 *
 * Returns: (nullable) (transfer none): the word of the API; `NULL` for `WB_OUTCOME_NONE`
 */
const char *
wb_outcome_to_text (WbOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (outcomes), NULL);

  return outcomes[outcome].text;
}

/**
 * wb_outcome_label:
 * @outcome: an outcome
 *
 * Returns: (transfer none): the translated word for people; "" for `WB_OUTCOME_NONE`
 */
const char *
wb_outcome_label (WbOutcome outcome)
{
  g_return_val_if_fail ((guint) outcome < G_N_ELEMENTS (outcomes), "");

  return outcomes[outcome].label ? _ (outcomes[outcome].label) : "";
}

/**
 * wb_outcome_is_final:
 * @outcome: an outcome
 *
 * Returns: `TRUE` if a call is completed with it
 */
gboolean
wb_outcome_is_final (WbOutcome outcome)
{
  return outcome >= WB_OUTCOME_RESOLVED && outcome <= WB_OUTCOME_WRONG_NUMBER;
}

/**
 * wb_outcome_is_attempt:
 * @outcome: an outcome
 *
 * Returns: `TRUE` if it is an attempt after which the call stays open
 */
gboolean
wb_outcome_is_attempt (WbOutcome outcome)
{
  return outcome >= WB_OUTCOME_NO_ANSWER && outcome <= WB_OUTCOME_VOICEMAIL;
}

/**
 * wb_activity_copy:
 * @self: an activity
 *
 * A copy of its own to be changed before others hold it. The attempts are shared: they are never
 * changed, only added to the list.
 *
 * Returns: (transfer full): the copy
 */
WbActivity *
wb_activity_copy (const WbActivity *self)
{
  WbActivity *copy;

  g_return_val_if_fail (self, NULL);

  copy = wb_activity_new ();
  copy->id = g_strdup (self->id);
  copy->ticket = g_strdup (self->ticket);
  copy->ticket_code = g_strdup (self->ticket_code);
  copy->ticket_type = g_strdup (self->ticket_type);
  copy->kind = g_strdup (self->kind);
  copy->name = g_strdup (self->name);
  copy->description = g_strdup (self->description);
  copy->status = g_strdup (self->status);
  copy->outcome = g_strdup (self->outcome);
  copy->note = g_strdup (self->note);
  copy->called_at = self->called_at;
  copy->assignee = g_strdup (self->assignee);
  copy->lease_until = self->lease_until;
  copy->customer_name = g_strdup (self->customer_name);
  copy->customer_phone = g_strdup (self->customer_phone);
  copy->placement = g_strdup (self->placement);
  copy->created_at = self->created_at;
  copy->due_at = self->due_at;
  copy->original_due_at = self->original_due_at;
  copy->closed_at = self->closed_at;
  copy->closed_by = g_strdup (self->closed_by);
  for (guint i = 0; i < self->attempts->len; i++)
    g_ptr_array_add (copy->attempts, wb_attempt_ref (g_ptr_array_index (self->attempts, i)));
  copy->updated_at = self->updated_at;
  copy->version = self->version;

  return copy;
}

/**
 * wb_activity_is_open:
 * @self: an activity
 *
 * Returns: `TRUE` if there is still something to do
 */
gboolean
wb_activity_is_open (const WbActivity *self)
{
  g_return_val_if_fail (self, FALSE);

  return g_strcmp0 (self->status, "open") == 0;
}

/**
 * wb_activity_is_call:
 * @self: an activity
 *
 * Returns: `TRUE` if a customer asked for a call; programs test this, never the name, which is in
 *   the account's language (reference/retino-api.md B.6)
 */
gboolean
wb_activity_is_call (const WbActivity *self)
{
  g_return_val_if_fail (self, FALSE);

  return g_strcmp0 (self->kind, "call_request") == 0;
}
