/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Calls page in a window; see calls-page-fixture.h. */

#include "config.h"

#include "calls-page-fixture.h"

#include "wb-call-list.h"
#include "wb-page.h"
#include "wb-window.h"

#include <string.h>

gboolean
calls_page_has_call (gpointer data)
{
  return wb_call_card_get_call (data) != NULL;
}

WbCallCard *
calls_page_get_card (CallsPageFixture *fixture)
{
  return WB_CALL_CARD (app_find (fixture->page, WB_TYPE_CALL_CARD));
}

void
calls_page_set_up (CallsPageFixture *fixture,
                   gconstpointer     data)
{
  const AppFixtureOptions *options = data;

  app_fixture_set_up (&fixture->app, data);
  fixture->window = GTK_WIDGET (wb_window_new (ADW_APPLICATION (g_application_get_default ())));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 700);
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->page = wb_window_get_page (WB_WINDOW (fixture->window), "calls");
  fixture->query = (WbCallQuery) {
    .me = fixture->app.agent_id,
    .now = APP_NOW,
    .zone = wb_context_get_zone (fixture->app.context),
    .closed_limit = 50,
  };
  if (!options || options->n_calls > 0)
    app_wait_until (calls_page_has_call, calls_page_get_card (fixture));
  app_wait_frames (fixture->window, 3);
}

void
calls_page_tear_down (CallsPageFixture *fixture,
                      gconstpointer     data)
{
  GtkWidget *page = g_object_ref (fixture->page);

  g_object_ref (fixture->window);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
  g_assert_finalize_object (fixture->window);
  g_assert_finalize_object (page);
  app_fixture_tear_down (&fixture->app, data);
}

WbDb *
calls_page_get_reader (CallsPageFixture *fixture)
{
  return wb_context_get_reader (fixture->app.context);
}

GListModel *
calls_page_get_list (CallsPageFixture *fixture)
{
  GtkWidget *view = app_find (fixture->page, GTK_TYPE_LIST_VIEW);

  return G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (view)));
}

static gboolean
shows_wanted (gpointer data)
{
  CallsPageFixture *fixture = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) refs = wb_call_store_list (calls_page_get_reader (fixture), &fixture->query, &error);
  GListModel *list = calls_page_get_list (fixture);
  guint at = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (list, i);

    if (!WB_IS_ROW (item))
      continue;
    if (at >= refs->len ||
        wb_row_get_id (WB_ROW (item)) != g_array_index (refs, WbCallRef, at).rowid)
      return FALSE;
    at++;
  }

  return at == refs->len;
}

void
calls_page_expect_list (CallsPageFixture *fixture)
{
  app_wait_until (shows_wanted, fixture);
  app_wait_frames (fixture->window, 3);
}

static gboolean
has_words (GtkWidget  *widget,
           const char *words)
{
  const char *text = GTK_IS_LABEL (widget)          ? gtk_label_get_text (GTK_LABEL (widget))
                     : ADW_IS_STATUS_PAGE (widget)
                       ? adw_status_page_get_title (ADW_STATUS_PAGE (widget))
                       : NULL;

  return text && strstr (text, words);
}

/* What is to be seen and says these words. */
GtkWidget *
calls_page_find_words (GtkWidget  *root,
                       const char *words)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (has_words (root, words))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = calls_page_find_words (child, words);

    if (found)
      return found;
  }

  return NULL;
}

typedef struct
{
  GtkWidget *root;
  const char *words;
} Words;

static gboolean
says (gpointer data)
{
  Words *wanted = data;

  return calls_page_find_words (wanted->root, wanted->words) != NULL;
}

void
calls_page_expect_words (CallsPageFixture *fixture,
                         const char       *words)
{
  Words wanted = { fixture->page, words };

  g_test_message ("“%s”", words);
  app_wait_until (says, &wanted);
}

gboolean
calls_page_press (CallsPageFixture *fixture,
                  guint             keyval,
                  GdkModifierType   state)
{
  return wb_page_handle_key (WB_PAGE (fixture->page), keyval, state);
}

WbActivity *
calls_page_get_call (CallsPageFixture *fixture)
{
  wb_page_get_object (WB_PAGE (fixture->page));

  return wb_call_card_get_call (calls_page_get_card (fixture));
}
