/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which call the card of the Calls page shows. To fill it takes longer than to move on in the list:
 * whoever presses Down sees the list move in the next frame and the card follow in the one after
 * it, and of several calls passed at once only the last is shown. Until then the card shows the
 * call before, whole. Whatever is pressed meanwhile is meant for the call that is selected: the
 * card is filled before any other key does anything.
 *
 * A key that is held down comes thirty times a second, and nobody reads a card at that pace: then
 * it waits until the key is let go, for the list to move evenly. */

#include "config.h"

#include "wb-calls-page-private.h"

/* Steps that come closer than that are those of a key that is held down: its repeats come 20 to 40
 * times a second, and a hand does not press as often. */
#define HELD_MS 80
/* And it is let go when none came for so long. */
#define LET_GO_MS 90

static void
forget (WbCallsPage *self)
{
  self->card_due = FALSE;
  g_clear_handle_id (&self->card_id, g_source_remove);
  if (self->card_tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->card_tick_id);
  self->card_tick_id = 0;
}

/* @call NULL = none. */
void
wb_calls_page_show_card (WbCallsPage *self,
                         WbActivity  *call)
{
  forget (self);
  /* The very record that is shown: a row's never changes, and what else is on the card is read
   * again when that changes. */
  if (!call || call != wb_call_card_get_call (self->card))
    wb_call_card_set_call (self->card, call);
  wb_calls_page_style_early (self);
  wb_page_object_changed (WB_PAGE (self));
}

/* The call that is selected is on the card after this. */
void
wb_calls_page_settle_card (WbCallsPage *self)
{
  if (self->card_due)
    wb_calls_page_show_card (self, wb_calls_page_get_selected_call (self));
}

static gboolean
settle_cb (gpointer user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (user_data);

  self->card_id = 0;
  wb_calls_page_settle_card (self);

  return G_SOURCE_REMOVE;
}

static gboolean
let_go_cb (gpointer user_data)
{
  WB_CALLS_PAGE (user_data)->is_held = FALSE;

  return settle_cb (user_data);
}

/* In the frame that shows the selection: what is idle comes after it is painted. */
static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  WbCallsPage *self = WB_CALLS_PAGE (widget);

  self->card_tick_id = 0;
  if (self->card_id == 0)
    self->card_id = g_idle_add (settle_cb, self);

  return G_SOURCE_REMOVE;
}

/* Shows the call that is selected, once that can be seen in the list. */
void
wb_calls_page_show_card_soon (WbCallsPage *self)
{
  if (self->is_held)
    forget (self);
  self->card_due = TRUE;
  if (!gtk_widget_get_mapped (self->list_view) || !gtk_widget_get_mapped (GTK_WIDGET (self->card)))
    wb_calls_page_settle_card (self);
  else if (self->is_held)
    self->card_id = g_timeout_add (LET_GO_MS, let_go_cb, self);
  else if (self->card_tick_id == 0 && self->card_id == 0)
    self->card_tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static gboolean
is_one_of (guint        keyval,
           const guint *keys)
{
  for (; *keys != 0; keys++) {
    if (keyval == *keys)
      return TRUE;
  }

  return FALSE;
}

/* Whether it comes so soon after the step before that no hand has pressed it. */
static gboolean
is_repeated (WbCallsPage *self)
{
  gint64 now_usec = g_get_monotonic_time ();
  gint64 before_usec = self->stepped_usec;

  self->stepped_usec = now_usec;

  return before_usec != 0 && now_usec - before_usec < HELD_MS * 1000;
}

/* In the phase of a frame in which GTK validates styles it also notes that there are some, and asks
 * for that phase once more: 17 ms after each frame that shows what a key did comes one in which
 * nothing is left to do, and the next key waits for it. Validated just before they ask for
 * nothing. */
static void
before_paint_cb (WbCallsPage   *self,
                 GdkFrameClock *clock)
{
  if (!self->styles_early)
    return;

  self->styles_early = FALSE;
  g_signal_emit_by_name (clock, "update");
}

static void
mapped_cb (WbCallsPage *self)
{
  self->clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (self)));
  self->before_paint_id = g_signal_connect_swapped (self->clock, "before-paint",
                                                    G_CALLBACK (before_paint_cb), self);
}

static void
unmapped_cb (WbCallsPage *self)
{
  g_clear_signal_handler (&self->before_paint_id, self->clock);
  g_clear_object (&self->clock);
}

/* A key came, or the card follows one. */
void
wb_calls_page_style_early (WbCallsPage *self)
{
  self->styles_early = TRUE;
}

/* Before the key comes to any widget of the page. */
static gboolean
key_cb (WbCallsPage     *self,
        guint            keyval,
        guint            keycode,
        GdkModifierType  state)
{
  static const guint steps[] = { GDK_KEY_Down, GDK_KEY_Up, GDK_KEY_j, GDK_KEY_k, 0 };
  static const guint leaps[] = { GDK_KEY_Page_Down, GDK_KEY_Page_Up, GDK_KEY_Home, GDK_KEY_End, 0 };
  gboolean is_leap = is_one_of (keyval, leaps);
  gboolean is_step = is_leap || is_one_of (gdk_keyval_to_lower (keyval), steps);

  wb_calls_page_style_early (self);
  self->is_held = is_step && is_repeated (self);
  if (is_leap)
    wb_calls_page_show_whole (self);
  else if (!is_step)
    wb_calls_page_settle_card (self);

  return GDK_EVENT_PROPAGATE;
}

void
wb_calls_page_set_up_card (WbCallsPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (unmapped_cb), NULL);
}

void
wb_calls_page_stop_card (WbCallsPage *self)
{
  forget (self);
}
