/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The number on the card of a call: what time it is there, whether it may be called now, and
 * calling it. */

#include "config.h"

#include "wb-call-card-private.h"

#include "compat.h"
#include "wb-format.h"
#include "wb-phone.h"

#include <glib/gi18n-lib.h>

/* Digits alone, after a plus: nothing a customer typed gets into the address. What follows a letter
 * is an extension, and no part of the number. */
static char *
dup_tel_uri (const char *phone)
{
  g_autoptr (GString) uri = g_string_new ("tel:");
  gsize empty = 0;

  if (!phone)
    return NULL;
  if (*phone == '+')
    g_string_append_c (uri, '+');
  empty = uri->len;
  for (; *phone != '\0' && !g_unichar_isalpha (g_utf8_get_char (phone));
       phone = g_utf8_next_char (phone)) {
    if (g_ascii_isdigit (*phone))
      g_string_append_c (uri, *phone);
  }

  return uri->len == empty ? NULL : g_string_free (g_steal_pointer (&uri), FALSE);
}

/* What was just done with the number, in its place. */
static void
say (WbCallCard *self,
     const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->number_said), words);
  gtk_widget_set_visible (self->number_said, *words != '\0');
}

void
wb_call_card_forget_said (WbCallCard *self)
{
  say (self, "");
}

/* Then the day says more than the hour: on a Sunday it is never the time. */
static gboolean
on_another_day (const WbCalling *calling,
                GTimeZone       *zone,
                gint64           now)
{
  return calling->changes_at != WB_TIME_NONE &&
         wb_date_of_time (calling->changes_at, zone) != wb_date_of_time (now, zone);
}

/* “until 20:00”, “not before Mon 8:00”: by the clock there, where there is one; a country of
 * several is told by the clock here. */
static char *
describe_change (WbCallCard *self)
{
  const WbCalling *calling = self->calling;
  GTimeZone *zone = calling->zone ? calling->zone : wb_context_get_zone (self->context);
  gint64 now = wb_context_now (self->context);
  g_autofree char *when = NULL;

  if (calling->changes_at == WB_TIME_NONE)
    return calling->verdict == WB_CALLING_PERMITTED ? g_strdup (_ ("calling is permitted"))
                                                    : g_strdup (_ ("no calling hours are set"));

  when = on_another_day (calling, zone, now) ? wb_format_when (calling->changes_at, now, zone)
                                             : wb_format_clock (calling->changes_at, zone);
  if (calling->verdict == WB_CALLING_PERMITTED)
    return calling->zone
           /* TRANSLATORS: %s is a time, e.g. “20:00” */
             ? g_strdup_printf (_ ("calling is permitted until %s"), when)
           /* TRANSLATORS: %s is a time here, e.g. “20:00” */
             : g_strdup_printf (_ ("calling is permitted until %s your time"), when);

  return calling->zone
         /* TRANSLATORS: %s is a time, e.g. “Mon 8:00”: no calls before it */
           ? g_strdup_printf (_ ("not before %s"), when)
         /* TRANSLATORS: %s is a time here, e.g. “Mon 8:00”: no calls before it */
           : g_strdup_printf (_ ("not before %s your time"), when);
}

/* “10:42 there · calling is permitted until 20:00” */
static char *
describe_calling (WbCallCard *self)
{
  const WbCalling *calling = self->calling;
  g_autofree char *clock = NULL;
  g_autofree char *there = NULL;
  g_autofree char *change = NULL;

  if (calling->verdict == WB_CALLING_UNKNOWN)
    return g_strdup (_ ("The time there is not known"));

  if (calling->zone) {
    clock = wb_format_clock (wb_context_now (self->context), calling->zone);
    /* TRANSLATORS: %s is the time of day where the customer is */
    there = g_strdup_printf (_ ("%s there"), clock);
  } else {
    there = g_strdup (_ ("Several time zones"));
  }
  change = describe_change (self);

  return wb_format_join (there, change, NULL);
}

static void
show_calling (WbCallCard *self)
{
  static const struct
  {
    const char *icon;
    const char *css_class;
  } looks[] = {
    [WB_CALLING_UNKNOWN] = { "preferences-system-time-symbolic", "unknown" },
    [WB_CALLING_PERMITTED] = { "emblem-ok-symbolic", "permitted" },
    [WB_CALLING_NOT_NOW] = { "weather-clear-night-symbolic", "not-now" },
  };
  const WbCallingVerdict verdict = self->calling->verdict;
  g_autofree char *words = describe_calling (self);
  g_autofree char *line =
    wb_format_join (words,
                    wb_phone_is_premium (self->call->customer_phone) ? _ ("this number costs extra")
                                                                     : "",
                    NULL);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++) {
    if (i != verdict)
      gtk_widget_remove_css_class (self->calling_box, looks[i].css_class);
  }
  gtk_widget_add_css_class (self->calling_box, looks[verdict].css_class);
  wb_call_card_set_icon (self->calling_icon, looks[verdict].icon);
  gtk_label_set_text (GTK_LABEL (self->calling_note), line);
}

/* The number, or what else there is to write to. */
void
wb_call_card_show_number (WbCallCard *self)
{
  const char *phone = self->call->customer_phone;
  const char *email = self->ticket ? self->ticket->customer_email : NULL;
  const WbLocalSettings *settings = wb_context_get_local_settings (self->context);
  g_autofree char *number = phone ? wb_phone_for_people (phone) : g_strdup (_ ("No number"));

  gtk_label_set_text (GTK_LABEL (self->number), number);
  gtk_label_set_text (GTK_LABEL (self->number_note),
                      email ? email : _ ("There is no e-mail address either."));
  gtk_widget_set_visible (self->number_note, !phone);
  gtk_widget_set_visible (self->calling_box, phone != NULL);

  g_free (self->tel_uri);
  self->tel_uri = dup_tel_uri (phone);
  g_clear_pointer (&self->calling, wb_calling_unref);
  self->calling = wb_calling_judge (phone, settings->calling_hours,
                                    wb_context_now (self->context));
  show_calling (self);
}

static void
copy (WbCallCard *self,
      const char *phone)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), phone);
}

typedef struct
{
  WbCallCard *card;  /* (owned) */
  char *phone;       /* (owned) */
} Dialling;

static void
dialled_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Dialling *dialling = user_data;
  g_autoptr (WbCallCard) self = dialling->card;
  g_autofree char *phone = dialling->phone;
  g_autoptr (GError) error = NULL;

  g_free (dialling);
  if (g_app_info_launch_default_for_uri_finish (result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  copy (self, phone);
  if (self->call && g_strcmp0 (self->call->customer_phone, phone) == 0)
    say (self, _ ("Nothing on this computer makes calls. The number is copied."));
}

/* @phone may be that of a call no longer shown: it was asked for then. */
void
wb_call_card_dial_number (WbCallCard *self,
                          const char *phone)
{
  g_autofree char *uri = dup_tel_uri (phone);
  g_autoptr (GdkAppLaunchContext) launch =
    gdk_display_get_app_launch_context (gtk_widget_get_display (GTK_WIDGET (self)));
  Dialling *dialling = NULL;

  if (!uri)
    return;

  dialling = g_new0 (Dialling, 1);
  dialling->card = g_object_ref (self);
  dialling->phone = g_strdup (phone);
  g_app_info_launch_default_for_uri_async (uri, G_APP_LAUNCH_CONTEXT (launch), self->cancellable,
                                           dialled_cb, dialling);
}

/* Who calls has the call: a free one is taken first, so that no two dial the same customer. */
static void
dial (WbCallCard *self)
{
  wb_call_card_forget_said (self);
  if (wb_call_card_is_mine (self))
    wb_call_card_dial_number (self, self->call->customer_phone);
  else
    wb_call_card_take (self, TRUE);
}

typedef struct
{
  WbCallCard *card;   /* (owned) */
  char *activity_id;  /* (owned) what was asked about */
} Question;

static void
question_free (Question *self)
{
  g_object_unref (self->card);
  g_free (self->activity_id);
  g_free (self);
}

static void
answered_cb (gboolean response,
             gpointer user_data)
{
  Question *question = user_data;
  WbCallCard *self = question->card;

  /* Another call may be shown by now, or this one may be somebody else's. */
  if (response && self->call && g_strcmp0 (self->call->id, question->activity_id) == 0 &&
      (self->can & WB_CALL_CARD_CAN_DIAL))
    dial (self);
}

static void
ask_whether (WbCallCard *self)
{
  const WbCalling *calling = self->calling;
  gint64 now = wb_context_now (self->context);
  g_autofree char *clock = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *change = describe_change (self);
  g_autofree char *body = NULL;
  Question *question = g_new0 (Question, 1);

  if (calling->zone)
    clock = on_another_day (calling, calling->zone, now)
              ? wb_format_weekday_clock (now, calling->zone)
              : wb_format_clock (now, calling->zone);
  heading = clock ? g_strdup_printf (_ ("It is %s there. Call anyway?"), clock)
                  : g_strdup (_ ("It may not be a good time there. Call anyway?"));
  /* TRANSLATORS: %s is “not before Mon 8:00” or “no calling hours are set” */
  body = g_strdup_printf (_ ("By your calling hours: %s."), change);

  question->card = g_object_ref (self);
  question->activity_id = g_strdup (self->call->id);
  wb_compat_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body, _ ("_Call"),
                 FALSE, answered_cb, question, (GDestroyNotify) question_free);
}

void
wb_call_card_dial_action (GtkWidget  *widget,
                          const char *action_name,
                          GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);

  /* It may have become late there since the minute was last told. */
  wb_call_card_show_number (self);
  if (self->calling->verdict == WB_CALLING_NOT_NOW)
    ask_whether (self);
  else
    dial (self);
}

void
wb_call_card_copy_number_action (GtkWidget  *widget,
                                 const char *action_name,
                                 GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);

  copy (self, self->call->customer_phone);
  say (self, _ ("The number is copied."));
}

/* The customer's own page of the ticket; an address of the server's that is not of the web is
 * none. */
const char *
wb_call_card_get_page_uri (WbCallCard *self)
{
  const char *uri = self->ticket ? self->ticket->portal_url : NULL;
  const char *scheme = uri ? g_uri_peek_scheme (uri) : NULL;

  return g_strcmp0 (scheme, "https") == 0 || g_strcmp0 (scheme, "http") == 0 ? uri : NULL;
}

static void
page_opened_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (WbCallCard) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_app_info_launch_default_for_uri_finish (result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit_by_name (self, "refused", error);
}

void
wb_call_card_open_page_action (GtkWidget  *widget,
                               const char *action_name,
                               GVariant   *parameter)
{
  WbCallCard *self = WB_CALL_CARD (widget);
  g_autoptr (GdkAppLaunchContext) launch =
    gdk_display_get_app_launch_context (gtk_widget_get_display (widget));

  g_app_info_launch_default_for_uri_async (wb_call_card_get_page_uri (self),
                                           G_APP_LAUNCH_CONTEXT (launch), self->cancellable,
                                           page_opened_cb, g_object_ref (self));
}
