/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the card of a call says: person, clocks, ticket, end. */

#include "config.h"

#include "wb-call-card-private.h"

#include "wb-deadline.h"
#include "wb-format.h"
#include "wb-steady-bin.h"

#include <glib/gi18n-lib.h>

/* Both clocks are said in words, with an icon and a colour beside them. */
typedef enum
{
  CLOCK_CALM,
  CLOCK_SOON,
  CLOCK_LATE,
  CLOCK_MET,
} ClockLook;

static void
set_label (GtkWidget  *label,
           const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), WB_TEXT (text));
  gtk_widget_set_visible (label, text && *text);
}

/* An image makes itself anew even for the same icon. */
void
wb_call_card_set_icon (GtkWidget  *image,
                       const char *icon_name)
{
  if (g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (image)), icon_name) != 0)
    gtk_image_set_from_icon_name (GTK_IMAGE (image), icon_name);
}

void
wb_call_card_show_person (WbCallCard *self)
{
  const WbActivity *call = self->call;
  const char *name = call->customer_name ? call->customer_name : _ ("Name not known");
  const char *type = wb_context_get_type_name (self->context, call->ticket_type);
  const char *state = self->ticket
                        ? wb_context_get_state_name (self->context, self->ticket->state)
                        : NULL;
  g_autofree char *code = g_strdup_printf ("%s %s", WB_TEXT (type), WB_TEXT (call->ticket_code));
  g_autofree char *order = NULL;
  g_autofree char *subtitle = NULL;

  if (self->ticket && self->ticket->order_code)
    order = g_strdup_printf (_ ("order %s"), self->ticket->order_code);
  subtitle = wb_format_join (g_strstrip (code), WB_TEXT (state), WB_TEXT (order), NULL);

  adw_avatar_set_text (ADW_AVATAR (self->avatar), call->customer_name);
  adw_avatar_set_show_initials (ADW_AVATAR (self->avatar), call->customer_name != NULL);
  set_label (self->name, name);
  set_label (self->subtitle, subtitle);
}

static void
show_clock (GtkWidget  *box,
            GtkWidget  *icon,
            GtkWidget  *title,
            GtkWidget  *note,
            ClockLook   look,
            const char *title_text,
            const char *note_text)
{
  static const struct
  {
    const char *icon;
    const char *css_class;
  } looks[] = {
    [CLOCK_CALM] = { "alarm-symbolic", "calm" },
    [CLOCK_SOON] = { "alarm-symbolic", "soon" },
    [CLOCK_LATE] = { "dialog-warning-symbolic", "late" },
    [CLOCK_MET] = { "emblem-ok-symbolic", "met" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    if (i != look)
      gtk_widget_remove_css_class (box, looks[i].css_class);
  }
  gtk_widget_add_css_class (box, looks[look].css_class);
  wb_call_card_set_icon (icon, looks[look].icon);
  gtk_label_set_text (GTK_LABEL (title), title_text);
  gtk_label_set_text (GTK_LABEL (note), note_text);
}

static ClockLook
describe_clock (gint64   limit,
                gint64   now,
                gint64   answered_at,
                char   **note_out)
{
  g_autofree char *span = NULL;

  if (answered_at != WB_TIME_NONE) {
    span = wb_format_span (answered_at - limit);
    if (answered_at <= limit) {
      *note_out = g_strdup (_ ("kept"));
      return CLOCK_MET;
    }
    *note_out = g_strdup_printf (_ ("answered %s late"), span);
    return CLOCK_LATE;
  }

  span = wb_format_span (limit - now);
  if (limit < now) {
    *note_out = g_strdup_printf (C_ ("due", "%s late"), span);
    return CLOCK_LATE;
  }
  *note_out = g_strdup_printf (C_ ("due", "%s left"), span);

  return limit - now < WB_HOUR_MS ? CLOCK_SOON : CLOCK_CALM;
}

/* Opening hours have no days of 24 hours: “50 h”, not “2 days”. */
static char *
format_opening_span (gint64 ms)
{
  if (ms < 48 * WB_HOUR_MS)
    return wb_format_span (ms);

  return g_strdup_printf (C_ ("span", "%d h"), (int) (ms / WB_HOUR_MS));
}

/* The same promise counted by opening hours, for who wants it so: it never moves the promise. */
static void
show_opening_hours (WbCallCard *self,
                    gint64      answered_at)
{
  const WbWorkingCalendar *calendar = wb_context_get_calendar (self->context);
  gint64 promise = self->call->original_due_at;
  gint64 now = wb_context_now (self->context);
  gboolean wanted = calendar && answered_at == WB_TIME_NONE &&
                    wb_context_get_local_settings (self->context)->count_opening_hours;
  gint64 elapsed = !wanted          ? 0
                   : now <= promise ? wb_working_elapsed (calendar, now, promise)
                                    : wb_working_elapsed (calendar, promise, now);
  g_autofree char *span = format_opening_span (elapsed);
  g_autofree char *words = NULL;

  if (wanted && elapsed == 0)
    words = g_strdup (now <= promise ? _ ("closed until then") : _ ("closed ever since"));
  else if (wanted && now <= promise)
    /* TRANSLATORS: %s is a span of time, e.g. “6 h” */
    words = g_strdup_printf (_ ("%s of opening hours left"), span);
  else if (wanted)
    /* TRANSLATORS: %s is a span of time, e.g. “6 h” */
    words = g_strdup_printf (_ ("late by %s of opening hours"), span);
  set_label (self->promise_hours, words);
}

void
wb_call_card_show_clocks (WbCallCard *self)
{
  const WbAccount *account = wb_context_get_account (self->context);
  const WbActivity *call = self->call;
  GTimeZone *zone = wb_context_get_zone (self->context);
  gint64 now = wb_context_now (self->context);
  int goal_hours = account && account->call_goal_hours > 0 ? account->call_goal_hours : 24;
  gint64 goal = wb_deadline_goal (call->created_at, goal_hours);
  gint64 answered_at = wb_activity_is_open (call)          ? WB_TIME_NONE
                       : call->called_at != WB_TIME_NONE ? call->called_at
                                                         : call->closed_at;
  g_autofree char *promise_when =
    wb_format_keep_together (wb_format_when (call->original_due_at, now, zone));
  g_autofree char *promise_title = g_strdup_printf (_ ("Promised by %s"), promise_when);
  g_autofree char *promise_note = NULL;
  g_autofree char *goal_title = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%d-hour goal", "%d-hour goal", (gulong) goal_hours), goal_hours);
  g_autofree char *goal_when = wb_format_when (goal, now, zone);
  g_autofree char *goal_note = NULL;
  ClockLook promise_look = describe_clock (call->original_due_at, now, answered_at, &promise_note);
  ClockLook goal_look = describe_clock (goal, now, answered_at, &goal_note);

  /* A missed goal is history, not an alarm; the promise is what the customer was told. */
  if (goal_look == CLOCK_LATE) {
    g_free (goal_note);
    goal_note = g_strdup_printf (_ ("missed %s"), goal_when);
    goal_look = CLOCK_CALM;
  }

  show_clock (self->promise_box, self->promise_icon, self->promise_title, self->promise_note,
              promise_look, promise_title, promise_note);
  show_clock (self->goal_box, self->goal_icon, self->goal_title, self->goal_note, goal_look,
              goal_title, goal_note);
  show_opening_hours (self, answered_at);
}

/* What a row of the ticket's list is made of; all belong to the row. */
typedef struct
{
  GtkWidget *image;
  GtkWidget *title;
  GtkWidget *subtitle;
} RowParts;

static GtkWidget *
make_line (GtkWidget *box)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "xalign", 0.0,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "width-chars", 9,
                                   NULL);

  gtk_box_append (GTK_BOX (box), label);

  return label;
}

/* As AdwActionRow is made, but for the steady bin: its words are laid out a hundred times. */
static GtkWidget *
make_row (WbCallCard *self)
{
  RowParts *parts = g_new0 (RowParts, 1);
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *bin = wb_steady_bin_new (lines);
  GtkWidget *row = g_object_new (GTK_TYPE_LIST_BOX_ROW,
                                 "activatable", FALSE,
                                 "focusable", FALSE,
                                 "child", header,
                                 NULL);

  parts->image = gtk_image_new ();
  gtk_widget_add_css_class (parts->image, "dim-label");
  parts->title = make_line (lines);
  gtk_label_set_lines (GTK_LABEL (parts->title), 2);
  gtk_label_set_ellipsize (GTK_LABEL (parts->title), PANGO_ELLIPSIZE_END);
  parts->subtitle = make_line (lines);
  gtk_widget_add_css_class (parts->subtitle, "subtitle");
  gtk_widget_add_css_class (header, "header");
  gtk_widget_set_valign (bin, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (bin, 6);
  gtk_widget_set_margin_bottom (bin, 6);
  gtk_box_append (GTK_BOX (header), parts->image);
  gtk_box_append (GTK_BOX (header), bin);
  g_object_set_data_full (G_OBJECT (row), "winback-parts", parts, g_free);
  gtk_list_box_append (GTK_LIST_BOX (self->ticket_list), row);

  return row;
}

/* Rows are kept for the next call: to make one takes longer than all the rest of the card. */
static void
add_row (WbCallCard *self,
         const char *icon,
         const char *title,
         const char *subtitle)
{
  int position = (int) self->n_rows++;
  GtkListBoxRow *made = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->ticket_list), position);
  GtkWidget *row = made ? GTK_WIDGET (made) : make_row (self);
  RowParts *parts = g_object_get_data (G_OBJECT (row), "winback-parts");

  wb_call_card_set_icon (parts->image, icon);
  set_label (parts->title, title);
  set_label (parts->subtitle, subtitle);
  gtk_widget_set_visible (row, TRUE);
}

static void
add_product (WbCallCard      *self,
             const WbProduct *product)
{
  g_autofree char *title =
    product->variant && *product->variant
      ? g_strdup_printf ("%s, %s", WB_TEXT (product->name), product->variant)
      : g_strdup (product->name ? product->name : _ ("Product without a name"));
  g_autofree char *amount = NULL;
  g_autofree char *price = NULL;
  g_autofree char *subtitle = NULL;

  if (product->amount_milli % 1000 == 0)
    amount = g_strdup_printf ("%" G_GINT64_FORMAT, product->amount_milli / 1000);
  else
    amount = g_strdup_printf ("%" G_GINT64_FORMAT ".%03d", product->amount_milli / 1000,
                              (int) ABS (product->amount_milli % 1000));
  if (!wb_money_is_none (&product->price_with_vat))
    price = wb_money_format_symbol (&product->price_with_vat, NULL, TRUE);
  if (price)
    subtitle = g_strdup_printf ("%s × %s", amount, price);
  else
    subtitle = g_strdup_printf (_ ("%s pieces"), amount);
  add_row (self, "package-x-generic-symbolic", title, subtitle);
}

static void
add_attempts (WbCallCard *self)
{
  GPtrArray *attempts = self->call->attempts;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (attempts->len == 0) {
    add_row (self, "wb-calls-symbolic", _ ("No attempt yet"), NULL);
    return;
  }

  title = g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%u attempt", "%u attempts", attempts->len), attempts->len);
  for (guint i = attempts->len; i > 0; i--) {
    const WbAttempt *attempt = g_ptr_array_index (attempts, i - 1);
    const char *label = wb_outcome_label (wb_outcome_from_text (WB_TEXT (attempt->outcome)));
    g_autofree char *when = wb_format_when (attempt->at, wb_context_now (self->context),
                                            wb_context_get_zone (self->context));
    /* As it is written elsewhere: not every language has a small letter there. */
    g_autofree char *line = g_strdup_printf ("%s %s", label ? label : WB_TEXT (attempt->outcome),
                                             when);
    g_autofree char *before = g_steal_pointer (&subtitle);

    subtitle = wb_format_join (WB_TEXT (before), line, WB_TEXT (attempt->note), NULL);
  }
  add_row (self, "wb-calls-symbolic", title, subtitle);
}

static void
add_history (WbCallCard *self)
{
  const WbHistoryItem *note = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *when = NULL;

  if (!self->ticket || !self->ticket->has_history)
    return;
  for (guint i = 0; i < self->ticket->history->len; i++) {
    const WbHistoryItem *item = g_ptr_array_index (self->ticket->history, i);

    if (item->text && *item->text && (!note || item->created_at >= note->created_at))
      note = item;
  }
  if (!note)
    return;

  if (note->created_at != WB_TIME_NONE)
    when = wb_format_when (note->created_at, wb_context_now (self->context),
                           wb_context_get_zone (self->context));
  subtitle = wb_format_join (WB_TEXT (wb_context_get_user_name (self->context, note->user)),
                             WB_TEXT (when), NULL);
  add_row (self, "document-edit-symbolic", note->text, subtitle);
}

void
wb_call_card_show_ticket (WbCallCard *self)
{
  GtkListBoxRow *rest = NULL;

  self->n_rows = 0;
  if (!self->ticket)
    add_row (self, "wb-tickets-symbolic", _ ("This ticket has not been loaded yet"), NULL);
  for (guint i = 0; self->ticket && i < self->ticket->products->len; i++)
    add_product (self, g_ptr_array_index (self->ticket->products, i));
  add_attempts (self);
  add_history (self);

  for (guint i = self->n_rows;
       (rest = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->ticket_list), (int) i)); i++)
    gtk_widget_set_visible (GTK_WIDGET (rest), FALSE);
}

/* Where it is decided how the call went. */
void
wb_call_card_show_vain (WbCallCard *self)
{
  guint n_vain = wb_next_try_count_vain (self->call->attempts);
  g_autofree char *words = NULL;

  gtk_widget_set_visible (self->vain_box, n_vain >= WB_ATTEMPTS_MANY);
  if (n_vain < WB_ATTEMPTS_MANY)
    return;

  /* TRANSLATORS: “Unreachable” is one of the outcomes */
  words = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "%u attempt reached nobody: consider “Unreachable” (0)",
                                        "%u attempts reached nobody: consider “Unreachable” (0)",
                                        n_vain),
                           n_vain);
  gtk_label_set_text (GTK_LABEL (self->vain_note), words);
}

void
wb_call_card_show_closed (WbCallCard *self)
{
  const WbActivity *call = self->call;
  const char *label = wb_outcome_label (wb_outcome_from_text (WB_TEXT (call->outcome)));
  const char *by = wb_context_get_user_name (self->context, call->closed_by);
  g_autofree char *when = NULL;
  g_autofree char *title = NULL;

  gtk_widget_set_visible (self->closed_part, !wb_activity_is_open (call));
  if (wb_activity_is_open (call))
    return;

  if (call->closed_at != WB_TIME_NONE)
    when = wb_format_when (call->closed_at, wb_context_now (self->context),
                           wb_context_get_zone (self->context));
  title = wb_format_join (label ? label : WB_TEXT (call->outcome), WB_TEXT (when), WB_TEXT (by),
                          NULL);
  set_label (self->closed_title, title);
  set_label (self->closed_note, call->note);
}
