/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See card-fixture.h. */

#include "config.h"

#include "card-fixture.h"

#include "dialog-support.h"

#include "wb-call-story.h"
#include "wb-outbox.h"
#include "wb-time.h"

static void
handled_cb (WbCallCard  *card,
            WbActivity  *before,
            const char  *words,
            CardFixture *self)
{
  g_clear_pointer (&self->handled, wb_activity_unref);
  self->handled = wb_activity_ref (before);
  g_free (self->words);
  self->words = g_strdup (words);
}

static void
refused_cb (WbCallCard   *card,
            const GError *error,
            CardFixture  *self)
{
  g_free (self->refused);
  self->refused = g_strdup (error->message);
}

void
card_fixture_set_up (CardFixture   *self,
                     gconstpointer  data)
{
  app_fixture_set_up (&self->app, data);
  self->card = wb_call_card_new (self->app.context);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 600, 900);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->card));
  g_signal_connect (self->card, "handled", G_CALLBACK (handled_cb), self);
  g_signal_connect (self->card, "refused", G_CALLBACK (refused_cb), self);
  gtk_window_present (GTK_WINDOW (self->window));
}

void
card_fixture_tear_down (CardFixture   *self,
                        gconstpointer  data)
{
  g_object_ref (self->card);
  gtk_window_destroy (GTK_WINDOW (self->window));
  app_wait_written (&self->app);
  /* A program that was started for it may have done its work before the answer to that is here. */
  while (G_OBJECT (self->card)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (self->card);
  app_fixture_tear_down (&self->app, NULL);
  g_clear_pointer (&self->handled, wb_activity_unref);
  g_free (self->words);
  g_free (self->refused);
}

WbActivity *
card_get_call (CardFixture  *self,
               WbCallFilter  filter)
{
  WbDb *reader = wb_context_get_reader (self->app.context);
  WbCallQuery query = {
    .filter = filter,
    .me = wb_context_get_me_id (self->app.context),
    .now = APP_NOW,
    .zone = wb_context_get_zone (self->app.context),
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = wb_call_store_list (reader, &query, &error);
  WbActivity *call = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (refs->len, >, 0);
  call = wb_call_store_get_row (reader, g_array_index (refs, WbCallRef, 0).rowid, &error);
  g_assert_no_error (error);

  return call;
}

WbActivity *
card_get_call_with (CardFixture *self,
                    const char  *phone,
                    const char  *assignee)
{
  g_autoptr (WbActivity) call = card_get_call (self, WB_CALL_FILTER_FREE);
  WbActivity *copy = wb_activity_copy (call);

  g_free (copy->customer_phone);
  copy->customer_phone = g_strdup (phone);
  g_free (copy->assignee);
  copy->assignee = g_strdup (assignee);

  return copy;
}

WbActivity *
card_reread (CardFixture *self,
             const char  *id)
{
  g_autoptr (GError) error = NULL;
  WbActivity *call = NULL;

  app_wait_written (&self->app);
  call = wb_call_store_get (wb_context_get_reader (self->app.context), id, &error);
  g_assert_no_error (error);
  wb_call_card_set_call (self->card, call);

  return call;
}

void
card_press (CardFixture *self,
            guint        keyval)
{
  g_assert_true (wb_call_card_handle_key (self->card, keyval));
}

static GtkTextBuffer *
get_note (CardFixture *self)
{
  GtkWidget *view = app_find (GTK_WIDGET (self->card), GTK_TYPE_TEXT_VIEW);

  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

void
card_type (CardFixture *self,
           const char  *text)
{
  gtk_text_buffer_set_text (get_note (self), text, -1);
}

char *
card_dup_typed (CardFixture *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (get_note (self), &start, &end);

  return gtk_text_buffer_get_text (get_note (self), &start, &end, FALSE);
}

gboolean
card_says (CardFixture *self,
           const char  *words)
{
  return dialog_says (GTK_WIDGET (self->card), words);
}

static GtkWidget *
find_button (GtkWidget  *root,
             const char *action)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_visible (root))
    return NULL;
  if (GTK_IS_ACTIONABLE (root) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, action);

  return found;
}

GtkWidget *
card_find_button (CardFixture *self,
                  const char  *action)
{
  return find_button (GTK_WIDGET (self->card), action);
}

typedef struct
{
  gboolean done;
  char *text;  /* (owned) (nullable) */
} Pasted;

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Pasted *pasted = user_data;

  pasted->text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  pasted->done = TRUE;
}

static gboolean
is_pasted (gpointer data)
{
  return ((Pasted *) data)->done;
}

char *
card_dup_clipboard (CardFixture *self)
{
  Pasted pasted = { FALSE, NULL };

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (self->window), NULL, pasted_cb, &pasted);
  app_wait_until (is_pasted, &pasted);

  return pasted.text;
}

void
card_lose (AppFixture       *app,
           const WbActivity *call,
           gboolean          is_closed)
{
  g_autoptr (WbActivity) theirs = wb_activity_copy (call);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (app->workspace, &error);

  g_assert_no_error (error);
  g_free (theirs->assignee);
  theirs->assignee = g_strdup (app->manager_id);
  theirs->version += 1;
  theirs->updated_at += 1;
  if (is_closed) {
    g_free (theirs->status);
    theirs->status = g_strdup ("closed");
    theirs->outcome = g_strdup ("resolved");
    theirs->note = g_strdup ("Gets the blue one.");
    theirs->closed_by = g_strdup (app->manager_id);
    theirs->closed_at = theirs->called_at = APP_NOW - WB_HOUR_MS;
  }
  wb_call_store_apply (db, theirs, NULL, &error);
  g_assert_no_error (error);
  rows = wb_outbox_for_object (db, "activity", call->id, &error);
  g_assert_no_error (error);
  wb_call_story_tell (db, app->random,
                      ((WbOutboxRow *) g_ptr_array_index (rows, 0))->seq,
                      is_closed ? "activity_closed" : "already_assigned", "Too late.", NULL, &error);
  g_assert_no_error (error);
  wb_workspace_commit (app->workspace, WB_TABLE_CALLS | WB_TABLE_OUTBOX, &error);
  g_assert_no_error (error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
