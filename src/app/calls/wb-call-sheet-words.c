/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a call sheet says. Paper does not go on with the time, so nothing here is "in 20 minutes" or
 * "today": every time stands with its date. */

#include "config.h"

#include "wb-call-sheet-private.h"

#include "wb-deadline.h"
#include "wb-format.h"
#include "wb-paper-font.h"
#include "wb-phone.h"
#include "wb-ticket-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The order of the number keys in the window, 0 last. */
static const WbOutcome outcomes[] = {
  WB_OUTCOME_RESOLVED, WB_OUTCOME_COUPON_OFFERED, WB_OUTCOME_EXCHANGE_AGREED, WB_OUTCOME_DECLINED,
  WB_OUTCOME_NO_ANSWER, WB_OUTCOME_BUSY, WB_OUTCOME_VOICEMAIL, WB_OUTCOME_CALL_LATER,
  WB_OUTCOME_WRONG_NUMBER, WB_OUTCOME_UNREACHABLE,
};

static void
free_row (gpointer data)
{
  WbCallSheetRow *row = data;

  g_free (row->heading);
  g_free (row->due);
  g_free (row->state);
  g_free (row->promise);
  g_free (row->person);
  g_free (row->number);
  g_free (row->ticket);
  g_free (row->product);
  g_free (row->attempts);
  g_free (row->holder);
  g_free (row->note);
  g_free (row);
}

static char *
format_time (gint64      at,
             GTimeZone  *zone,
             const char *format)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (at == WB_TIME_NONE)
    return g_strdup ("");
  utc = g_date_time_new_from_unix_utc (at / WB_SECOND_MS);
  local = utc ? g_date_time_to_timezone (utc, zone) : NULL;

  return local ? g_date_time_format (local, format) : g_strdup ("");
}

/* Lines are not broken inside it. */
static char *
keep_together (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  return g_strjoinv ("\302\240", words);
}

/* Where there is too little room for it, the time goes to the next line, as a whole. */
static char *
describe_time (WbContext *context,
               gint64     at)
{
  /* TRANSLATORS: day and time on paper, as g_date_time_format() */
  const char *format = C_ ("day and time", "%a %-d %b %-H:%M");
  g_autofree char *text = format_time (at, wb_context_get_zone (context), format);
  char *time = strrchr (text, ' ');
  g_autofree char *date = NULL;

  if (!time)
    return g_steal_pointer (&text);

  *time = '\0';
  date = keep_together (text);

  return g_strconcat (date, " ", time + 1, NULL);
}

static char *
describe_outcome (const char *text)
{
  WbOutcome outcome = wb_outcome_from_text (text);

  return g_strdup (outcome == WB_OUTCOME_NONE ? WB_TEXT (text) : wb_outcome_label (outcome));
}

static char *
describe_attempts (WbContext        *context,
                   const WbActivity *call)
{
  const WbAttempt *last = NULL;
  g_autofree char *when = NULL;
  g_autofree char *how = NULL;
  g_autofree char *tries = NULL;

  if (call->attempts->len == 0)
    return g_strdup ("");

  last = g_ptr_array_index (call->attempts, call->attempts->len - 1);
  when = describe_time (context, last->at);
  how = describe_outcome (last->outcome);
  tries = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u attempt", "%u attempts",
                                        call->attempts->len), call->attempts->len);
  /* TRANSLATORS: how often was tried, when last, and how that went: “2 attempts, last on
   * Fri 20 Nov 9:15: No answer” */
  return g_strdup_printf (_ ("%s, last on %s: %s"), tries, when, how);
}

static char *
describe_holder (WbContext        *context,
                 const WbActivity *call)
{
  const char *name = wb_context_get_user_name (context, call->assignee);

  if (!name || !wb_activity_is_open (call))
    return g_strdup ("");

  /* TRANSLATORS: on a printed list; %s is the colleague who has taken the call */
  return g_strdup_printf (_ ("Taken by %s"), name);
}

/* Without a ticket at hand, what the call itself knows. */
static void
describe_ticket (WbCallSheetRow   *row,
                 WbContext        *context,
                 const WbActivity *call)
{
  g_autoptr (WbTicket) ticket =
    wb_ticket_store_get (wb_context_get_reader (context), call->ticket, NULL);
  const char *type = wb_context_get_type_name (context, call->ticket_type);
  g_autofree char *code = g_strdup_printf ("%s %s", WB_TEXT (type), WB_TEXT (call->ticket_code));
  g_autofree char *order = NULL;
  g_autoptr (GString) products = g_string_new (NULL);

  if (ticket && ticket->order_code)
    order = g_strdup_printf (_ ("order %s"), ticket->order_code);
  row->ticket = wb_format_join (g_strstrip (code), WB_TEXT (order), NULL);

  for (guint i = 0; ticket && i < ticket->products->len; i++) {
    const WbProduct *product = g_ptr_array_index (ticket->products, i);

    if (!product->name)
      continue;
    g_string_append_printf (products, "%s%s", products->len > 0 ? " · " : "", product->name);
    if (product->variant && *product->variant)
      g_string_append_printf (products, " (%s)", product->variant);
  }
  row->product = g_strdup (products->str);

  if (call->customer_phone)
    row->number = wb_phone_for_people (call->customer_phone);
  else if (ticket && ticket->customer_email)
    row->number = g_strdup (ticket->customer_email);
  else
    row->number = g_strdup (_ ("No number"));
}

static WbCallSheetRow *
make_row (WbContext        *context,
          const WbActivity *call)
{
  WbCallSheetRow *row = g_new0 (WbCallSheetRow, 1);
  g_autofree char *promise = describe_time (context, call->original_due_at);

  row->is_closed = !wb_activity_is_open (call);
  row->due = describe_time (context, row->is_closed ? call->closed_at : call->due_at);
  if (row->is_closed)
    row->state = describe_outcome (call->outcome);
  else
    row->state = g_strdup (call->due_at != WB_TIME_NONE && call->due_at < wb_context_now (context)
                             ? _ ("Late")
                             : "");
  row->promise = *promise && !row->is_closed && call->original_due_at != call->due_at
                 /* TRANSLATORS: on a printed list; %s is a day and time */
                   ? g_strdup_printf (_ ("promised by %s"), promise)
                   : g_strdup ("");
  row->person = g_strdup (call->customer_name ? call->customer_name : _ ("Name not known"));
  row->attempts = describe_attempts (context, call);
  row->holder = describe_holder (context, call);
  row->note = g_strdup (WB_TEXT (call->note));
  describe_ticket (row, context, call);

  return row;
}

static WbCallSheetRow *
make_heading (WbCallGroup group)
{
  WbCallSheetRow *row = g_new0 (WbCallSheetRow, 1);

  row->heading = g_strdup (wb_call_group_label (group));

  return row;
}

/* Where calls of several groups are on one sheet, each group has its heading. */
static void
add_rows (WbCallSheet *self,
          WbContext   *context,
          GPtrArray   *calls)
{
  gint64 now = wb_context_now (context);
  GTimeZone *zone = wb_context_get_zone (context);
  gboolean has_headings = FALSE;

  for (guint i = 1; i < calls->len && !has_headings; i++)
    has_headings = wb_call_group_of (g_ptr_array_index (calls, i), now, zone) !=
                   wb_call_group_of (g_ptr_array_index (calls, 0), now, zone);

  for (guint i = 0; i < calls->len; i++) {
    const WbActivity *call = g_ptr_array_index (calls, i);
    WbCallGroup group = wb_call_group_of (call, now, zone);

    if (has_headings &&
        (i == 0 || group != wb_call_group_of (g_ptr_array_index (calls, i - 1), now, zone)))
      g_ptr_array_add (self->rows, make_heading (group));
    g_ptr_array_add (self->rows, make_row (context, call));
  }
}

static char *
make_legend (void)
{
  GString *legend = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++) {
    g_autofree char *label = keep_together (wb_outcome_label (outcomes[i]));

    g_string_append_printf (legend, "%s%u\302\240%s", i == 0 ? "" : "   ", (i + 1) % 10, label);
  }

  return g_string_free (legend, FALSE);
}

/**
 * wb_call_sheet_new:
 * @context: where to look things up
 * @calls: (element-type WbActivity): the calls, in their order
 * @title: what they are
 *
 * Returns: (transfer full): the words of the sheet, not laid out yet
 */
WbCallSheet *
wb_call_sheet_new (WbContext  *context,
                   GPtrArray  *calls,
                   const char *title)
{
  const WbAccount *account = wb_context_get_account (context);
  const char *merchant = account ? wb_context_pick_text (context, account->name) : NULL;
  WbCallSheet *self = g_new0 (WbCallSheet, 1);
  g_autofree char *now = NULL;

  self->family = wb_paper_font_dup_family ();
  self->merchant = g_strdup (WB_TEXT (merchant));
  self->title = g_strdup (title);
  self->count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u call", "%u calls", calls->len),
                                 calls->len);
  /* TRANSLATORS: date and time on paper, as g_date_time_format() */
  now = format_time (wb_context_now (context), wb_context_get_zone (context),
                     C_ ("day and time", "%-d %B %Y %-H:%M"));
  self->printed = g_strdup_printf (_ ("Printed on %s"), now);
  self->legend = make_legend ();
  self->rows = g_ptr_array_new_with_free_func (free_row);
  self->pages = g_array_new (FALSE, FALSE, sizeof (guint));
  add_rows (self, context, calls);

  return self;
}

void
wb_call_sheet_free (WbCallSheet *self)
{
  g_free (self->family);
  g_free (self->merchant);
  g_free (self->title);
  g_free (self->count);
  g_free (self->printed);
  g_free (self->legend);
  g_ptr_array_unref (self->rows);
  g_array_unref (self->pages);
  g_free (self);
}
