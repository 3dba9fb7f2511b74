/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The line below the sidebar; see wb-sync-line.h. */

#include "config.h"

#include "wb-sync-line.h"

#include "wb-format.h"

#include <glib/gi18n-lib.h>

/* What the line says changes with the day ("Synced yesterday 10:42"), so it is read again now and
 * then. */
#define REFRESH_SECS 60

struct _WbSyncLine
{
  AdwBin parent_instance;

  GtkWidget *button;
  GtkWidget *icon_stack;
  GtkWidget *icon;
  GtkWidget *spinner;
  GtkWidget *label;

  WbContext *context;       /* (owned) (nullable) */
  gulong sync_changed_id;
  guint refresh_id;
};

G_DEFINE_FINAL_TYPE (WbSyncLine, wb_sync_line, ADW_TYPE_BIN)

static char *
describe_waiting (gint64 n_waiting)
{
  return g_strdup_printf (
    g_dngettext (GETTEXT_PACKAGE, "%d change waiting", "%d changes waiting", (gulong) n_waiting),
    (int) n_waiting);
}

static char *
describe_first_load (const WbSyncState *state)
{
  if (state->total <= 0)
    return g_strdup (_ ("Loading tickets…"));

  return g_strdup_printf (_ ("Loading tickets: %d%%"),
                          (int) MIN (100, state->done * 100 / state->total));
}

static char *
describe_synced (const WbSyncState *state,
                 gint64             now,
                 GTimeZone         *zone)
{
  g_autofree char *when = NULL;

  if (state->n_waiting > 0)
    return describe_waiting (state->n_waiting);
  if (state->last_synced_at == WB_TIME_NONE)
    return g_strdup (_ ("Not synced yet"));

  if (wb_date_of_time (now, zone) == wb_date_of_time (state->last_synced_at, zone))
    when = wb_format_clock (state->last_synced_at, zone);
  else
    when = wb_format_when (state->last_synced_at, now, zone);

  return g_strdup_printf (_ ("Synced %s"), when);
}

static char *
describe_rest (const WbSyncState  *state,
               gint64              now,
               GTimeZone          *zone,
               const char        **icon_out)
{
  g_autofree char *synced = describe_synced (state, now, zone);
  g_autofree char *unreadable = NULL;

  if (state->n_unreadable == 0) {
    *icon_out = "emblem-ok-symbolic";
    return g_steal_pointer (&synced);
  }
  unreadable = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d not readable",
                                             "%d not readable", (gulong) state->n_unreadable),
                                (int) state->n_unreadable);

  return wb_format_join (synced, unreadable, NULL);
}

/**
 * wb_sync_line_describe:
 * @state: what the engine says of itself
 * @now: the server's now, ms
 * @zone: the account's zone
 * @icon_out: (out) (nullable): name of the icon; `NULL` = work goes on, show a spinner
 *
 * Returns: (transfer full): the line's words; what needs a person comes before all else
 */
char *
wb_sync_line_describe (const WbSyncState  *state,
                       gint64              now,
                       GTimeZone          *zone,
                       const char        **icon_out)
{
  *icon_out = "dialog-warning-symbolic";

  if (state->phase == WB_SYNC_NEEDS_TOKEN)
    return g_strdup (_ ("Token refused"));
  if (state->phase == WB_SYNC_FAILED)
    return g_strdup (_ ("Cannot store anything"));
  if (state->n_needs_you > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d needs you", "%d need you",
                                         (gulong) state->n_needs_you),
                            (int) state->n_needs_you);

  switch (state->phase) {
    case WB_SYNC_CONNECTING:
      *icon_out = NULL;
      return g_strdup (_ ("Connecting…"));
    case WB_SYNC_FIRST_LOAD:
      *icon_out = NULL;
      return describe_first_load (state);
    case WB_SYNC_OFFLINE: {
      g_autofree char *waiting = state->n_waiting > 0 ? describe_waiting (state->n_waiting) : NULL;

      *icon_out = "network-offline-symbolic";
      return wb_format_join (_ ("Offline"), WB_TEXT (waiting), NULL);
    }
    case WB_SYNC_ELSEWHERE:
      *icon_out = "emblem-synchronizing-symbolic";
      return g_strdup (_ ("Synced by another program"));
    case WB_SYNC_IDLE:
    case WB_SYNC_LIVE:
    case WB_SYNC_NEEDS_TOKEN:
    case WB_SYNC_FAILED:
    default:
      return describe_rest (state, now, zone, icon_out);
  }
}

static void
update_line (WbSyncLine *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  const char *icon = NULL;
  g_autofree char *words = wb_sync_line_describe (state, wb_context_now (self->context),
                                                  wb_context_get_zone (self->context), &icon);
  gboolean warns = g_strcmp0 (icon, "dialog-warning-symbolic") == 0;

  gtk_label_set_text (GTK_LABEL (self->label), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  if (icon)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  gtk_stack_set_visible_child_name (GTK_STACK (self->icon_stack), icon ? "icon" : "spinner");
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), !icon);
  gtk_widget_set_tooltip_text (self->button,
                               state->message ? state->message
                               : state->n_needs_you == 0 && state->unreadable ? state->unreadable
                                              : warns ? _ ("Show what needs you") : _ ("Sync now"));
  if (warns)
    gtk_widget_add_css_class (self->button, "warning");
  else
    gtk_widget_remove_css_class (self->button, "warning");
}

static gboolean
refresh_cb (gpointer user_data)
{
  update_line (WB_SYNC_LINE (user_data));

  return G_SOURCE_CONTINUE;
}

static void
clicked_cb (WbSyncLine *self)
{
  const WbSyncState *state = NULL;

  if (!self->context)
    return;
  state = wb_context_get_sync_state (self->context);
  if (state->n_needs_you > 0 || state->phase == WB_SYNC_NEEDS_TOKEN)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.needs-you", NULL);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.sync-now", NULL);
}

static void
wb_sync_line_dispose (GObject *object)
{
  WbSyncLine *self = WB_SYNC_LINE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_sync_line_parent_class)->dispose (object);
}

static void
wb_sync_line_class_init (WbSyncLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_sync_line_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/widgets/wb-sync-line.ui");
  gtk_widget_class_bind_template_child (widget_class, WbSyncLine, button);
  gtk_widget_class_bind_template_child (widget_class, WbSyncLine, icon_stack);
  gtk_widget_class_bind_template_child (widget_class, WbSyncLine, icon);
  gtk_widget_class_bind_template_child (widget_class, WbSyncLine, spinner);
  gtk_widget_class_bind_template_child (widget_class, WbSyncLine, label);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
wb_sync_line_init (WbSyncLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_sync_line_set_context:
 * @self: a line
 * @context: what it tells of; set once
 */
void
wb_sync_line_set_context (WbSyncLine *self,
                          WbContext  *context)
{
  g_return_if_fail (WB_IS_SYNC_LINE (self));
  g_return_if_fail (WB_IS_CONTEXT (context));
  g_return_if_fail (!self->context);

  self->context = g_object_ref (context);
  self->sync_changed_id = g_signal_connect_swapped (context, "sync-changed",
                                                    G_CALLBACK (update_line), self);
  self->refresh_id = g_timeout_add_seconds (REFRESH_SECS, refresh_cb, self);
  update_line (self);
}
