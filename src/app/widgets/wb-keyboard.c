/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-keyboard.h. */

#include "config.h"

#include "wb-keyboard.h"

#include "wb-page.h"

/* About a second: what is not there by then, a person has gone on without. */
#define MOST_FRAMES 60

typedef struct
{
  GtkWidget *target;       /* (owned) */
  gpointer before;         /* (unowned) (nullable) what had the keyboard; only to be compared */
  guint n_frames;
} Start;

/**
 * wb_keyboard_leave:
 * @widget: what is to be hidden
 *
 * Moves the keyboard, if it is in @widget, to what stands around it. The toolkit does so itself a
 * frame after the widget was hidden, and holds the widget until then; of two that are hidden before
 * that frame, one in the other, it holds the inner one for ever (GTK 4.8).
 */
void
wb_keyboard_leave (GtkWidget *widget)
{
  GtkRoot *root = NULL;
  GtkWidget *focus = NULL;
  gboolean could_focus = FALSE;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  root = gtk_widget_get_root (widget);
  focus = root ? gtk_root_get_focus (root) : NULL;
  if (!focus || (focus != widget && !gtk_widget_is_ancestor (focus, widget)))
    return;

  could_focus = gtk_widget_get_can_focus (widget);
  gtk_widget_set_can_focus (widget, FALSE);
  for (GtkWidget *around = gtk_widget_get_parent (widget); around;
       around = gtk_widget_get_parent (around)) {
    if (gtk_widget_grab_focus (around))
      break;
  }
  focus = gtk_root_get_focus (root);
  if (focus && (focus == widget || gtk_widget_is_ancestor (focus, widget)))
    gtk_root_set_focus (root, NULL);
  gtk_widget_set_can_focus (widget, could_focus);
}

static void
free_start (gpointer data)
{
  Start *start = data;

  g_object_unref (start->target);
  g_free (start);
}

/* In what is hidden yet, the keyboard would be lost again. */
static gboolean
go_to (GtkWidget *target)
{
  return gtk_widget_get_mapped (target) && gtk_widget_grab_focus (target);
}

/* A person went to the sidebar or a menu meanwhile, and stays there. The page that is being hidden
 * may have the keyboard for some frames more, or take it once its rows have come. */
static gboolean
is_elsewhere (Start     *start,
              GtkWidget *now)
{
  return now && now != start->before && !gtk_widget_get_ancestor (now, WB_TYPE_PAGE);
}

static gboolean
start_again_cb (GtkWidget     *page,
                GdkFrameClock *clock,
                gpointer       data)
{
  Start *start = data;
  GtkRoot *root = gtk_widget_get_root (page);
  GtkWidget *now = root ? gtk_root_get_focus (root) : NULL;

  if (!root || is_elsewhere (start, now) || !gtk_widget_get_mapped (page) ||
      ++start->n_frames > MOST_FRAMES)
    return G_SOURCE_REMOVE;
  if (!now || gtk_widget_get_ancestor (now, WB_TYPE_PAGE) != page)
    go_to (start->target);

  return G_SOURCE_CONTINUE;
}

/**
 * wb_keyboard_start:
 * @page: a page that is shown now
 * @target: what of it gets the keyboard
 *
 * Gives it the keyboard, at the latest when it is there: what a page reads first comes some frames
 * after the page.
 */
void
wb_keyboard_start (GtkWidget *page,
                   GtkWidget *target)
{
  GtkRoot *root = NULL;
  Start *start = NULL;

  g_return_if_fail (GTK_IS_WIDGET (page));
  g_return_if_fail (GTK_IS_WIDGET (target));

  root = gtk_widget_get_root (page);
  if (!root)
    return;

  start = g_new0 (Start, 1);
  start->before = gtk_root_get_focus (root);
  go_to (target);
  start->target = g_object_ref (target);
  gtk_widget_add_tick_callback (page, start_again_cb, start, free_start);
}
