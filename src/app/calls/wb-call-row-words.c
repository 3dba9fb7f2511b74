/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a row of the call queue says: to the eye, and as one sentence to a screen reader. */

#include "config.h"

#include "wb-call-row-private.h"

#include "wb-ticket-store.h"

#include <glib/gi18n-lib.h>

static void
set_text (WbCallRow *self,
          int        which,
          char      *text)
{
  g_free (self->texts[which]);
  self->texts[which] = text && *text ? text : NULL;
  if (!self->texts[which])
    g_free (text);
}

static void
set_spoken (WbCallRow *self,
            char      *spoken)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  g_free (self->spoken);
  self->spoken = spoken;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  /* What gets the focus is the list's own widget around us. */
  if (parent)
    gtk_accessible_update_property (GTK_ACCESSIBLE (parent), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                    -1);
}

void
wb_call_row_describe_header (WbCallRow    *self,
                             WbCallHeader *header)
{
  WbCallGroup group = wb_call_header_get_group (header);
  const char *label = wb_call_group_label (group);
  g_autofree char *upper = g_utf8_strup (label, -1);

  set_text (self, WB_CALL_ROW_NAME,
            g_strdup_printf ("%s · %u", upper, wb_call_header_get_count (header)));
  self->urgency = group == WB_CALL_GROUP_LATE ? WB_URGENCY_LATE : WB_URGENCY_NONE;
  set_spoken (self, g_strdup_printf ("%s, %u", label, wb_call_header_get_count (header)));
}

static char *
describe_due (WbCallRow        *self,
              const WbActivity *call,
              WbUrgency        *urgency_out)
{
  gint64 now = wb_context_now (self->context);
  GTimeZone *zone = wb_context_get_zone (self->context);

  if (wb_activity_is_open (call))
    return wb_format_due (call->due_at, now, zone, urgency_out);

  *urgency_out = WB_URGENCY_NONE;

  return call->closed_at == WB_TIME_NONE ? g_strdup ("")
                                         : wb_format_when (call->closed_at, now, zone);
}

/* The short words at the end of the second line. */
static char *
describe_aside (WbCallRow        *self,
                const WbActivity *call,
                WbCallMark        mark)
{
  gint64 now = wb_context_now (self->context);
  GTimeZone *zone = wb_context_get_zone (self->context);
  gint64 sorted_at = self->rules->sort == WB_CALL_SORT_AGE ? call->created_at
                                                           : call->original_due_at;
  g_autofree char *when = NULL;
  g_autofree char *tries = NULL;

  if (!wb_activity_is_open (call))
    return g_strdup (wb_outcome_label (wb_outcome_from_text (WB_TEXT (call->outcome))));

  if (self->rules->sort != WB_CALL_SORT_NEXT_TRY) {
    g_autofree char *time = wb_format_when (sorted_at, now, zone);

    when = g_strdup_printf (self->rules->sort == WB_CALL_SORT_AGE
                              ? C_ ("row of a call", "asked %s")
                              : C_ ("row of a call", "promised %s"),
                            time);
  }
  if (call->attempts->len > 0)
    tries = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u attempt", "%u attempts",
                                          call->attempts->len),
                             call->attempts->len);

  return wb_format_join (mark == WB_CALL_MARK_STORY ? C_ ("row of a call", "to read") : "",
                         WB_TEXT (when), WB_TEXT (tries),
                         call->customer_phone ? "" : _ ("no number"), NULL);
}

static char *
describe_holder (WbCallRow        *self,
                 const WbActivity *call)
{
  const WbUser *holder = wb_context_find_user (self->context, call->assignee);

  if (!call->assignee || !wb_activity_is_open (call))
    return NULL;
  if (g_strcmp0 (call->assignee, wb_context_get_me_id (self->context)) == 0)
    return g_strdup (_ ("yours"));

  return holder ? g_strdup_printf (_ ("held by %s"), holder->full_name)
                : g_strdup (_ ("held by somebody"));
}

/* NULL = nobody holds it. */
static char *
dup_initials (WbCallRow        *self,
              const WbActivity *call)
{
  const WbUser *holder = wb_context_find_user (self->context, call->assignee);

  if (!call->assignee || !wb_activity_is_open (call))
    return NULL;

  return holder ? wb_user_initials (holder->full_name) : g_strdup ("?");
}

static WbCallMark
get_mark (WbCallRow        *self,
          const WbActivity *call)
{
  return self->rules->marks
           ? GPOINTER_TO_UINT (g_hash_table_lookup (self->rules->marks, call->id))
           : WB_CALL_MARK_NONE;
}

void
wb_call_row_describe_call (WbCallRow        *self,
                           const WbActivity *call)
{
  const char *type = wb_context_get_type_name (self->context, call->ticket_type);
  const char *name = call->customer_name ? call->customer_name : _ ("Name not known");
  WbCallMark mark = get_mark (self, call);
  const char *marked = mark == WB_CALL_MARK_STORY    ? _ ("somebody else worked on it too")
                       : mark == WB_CALL_MARK_UNSENT ? _ ("not confirmed yet")
                                                     : "";
  g_autofree char *due = describe_due (self, call, &self->urgency);
  /* A product that cannot be read is left out, as one that is not there. */
  g_autofree char *product =
    wb_ticket_store_dup_product_name (wb_context_get_reader (self->context), call->ticket, NULL);
  g_autofree char *code = g_strdup_printf ("%s %s", WB_TEXT (type), WB_TEXT (call->ticket_code));
  g_autofree char *about = wb_format_join (g_strstrip (code), WB_TEXT (product), NULL);
  g_autofree char *aside = describe_aside (self, call, mark);
  g_autofree char *held = describe_holder (self, call);

  set_spoken (self, wb_format_join (name, about, due, aside, WB_TEXT (held), marked, NULL));
  self->hint = wb_format_join (WB_TEXT (held), marked, NULL);
  self->marked = mark;
  set_text (self, WB_CALL_ROW_NAME, g_strdup (name));
  set_text (self, WB_CALL_ROW_ABOUT, g_steal_pointer (&about));
  set_text (self, WB_CALL_ROW_DUE, g_steal_pointer (&due));
  set_text (self, WB_CALL_ROW_ASIDE, g_steal_pointer (&aside));
  set_text (self, WB_CALL_ROW_BADGE, dup_initials (self, call));
}
