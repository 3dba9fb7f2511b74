/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See dialog-support.h. */

#include "config.h"

#include "dialog-support.h"

#include "wb-account-store.h"
#include "wb-offer-history.h"
#include "wb-offer-store.h"
#include "wb-page.h"

/* One for the whole program: a name on the bus is taken once. */
static AdwApplication *application;

static WbDb *
begin (DialogFixture *self)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (self->app.workspace, &error);

  g_assert_no_error (error);

  return db;
}

static void
commit (DialogFixture *self,
        WbTables       tables)
{
  g_autoptr (GError) error = NULL;

  wb_workspace_commit (self->app.workspace, tables, &error);
  g_assert_no_error (error);
  app_wait_written (&self->app);
}

static void
set_account (DialogFixture       *self,
             const DialogOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbAccount) account =
    wb_account_store_get_server (wb_context_get_reader (self->app.context), &error);
  g_autoptr (GStrvBuilder) features = g_strv_builder_new ();
  WbDb *db = NULL;

  g_assert_no_error (error);
  if (!account)
    return;
  account->remarketing_active = !options->inactive;
  g_strv_builder_addv (features, (const char **) account->features);
  if (!options->without_versions)
    g_strv_builder_add (features, WB_FEATURE_VERSIONS);
  g_strfreev (account->features);
  account->features = g_strv_builder_end (features);
  db = begin (self);
  g_assert_true (wb_account_store_put (db, account, &error));
  commit (self, WB_TABLE_ACCOUNT);
}

void
dialog_fixture_set_up (DialogFixture *self,
                       gconstpointer  data)
{
  const DialogOptions *options = data;

  app_fixture_set_up (&self->app, &options->app);
  set_account (self, options);
  if (!application)
    application = app_get_application ();
  self->window = GTK_WIDGET (wb_window_new (application));
  wb_window_set_context (WB_WINDOW (self->window), self->app.context);
  gtk_window_present (GTK_WINDOW (self->window));
  wb_window_show_page (WB_WINDOW (self->window), "offers");
  self->page = wb_window_get_page (WB_WINDOW (self->window), "offers");
  app_wait_frames (self->window, 2);
}

void
dialog_fixture_tear_down (DialogFixture *self,
                          gconstpointer  data)
{
  const DialogOptions *options = data;

  gtk_window_destroy (GTK_WINDOW (self->window));
  app_wait_written (&self->app);
  app_fixture_tear_down (&self->app, &options->app);
}

GtkWidget *
dialog_find_window (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *item = windows; item; item = item->next) {
    if (G_TYPE_CHECK_INSTANCE_TYPE (item->data, type) && gtk_widget_get_visible (item->data))
      return item->data;
  }

  return NULL;
}

GtkWidget *
dialog_open (DialogFixture *self,
             const char    *action,
             GType          type)
{
  GtkWidget *window = NULL;

  g_assert_true (gtk_widget_activate_action (self->page, action, NULL));
  window = dialog_find_window (type);
  g_assert_nonnull (window);
  app_wait_frames (window, 2);

  return window;
}

static void
read_words (GtkWidget *widget,
            GString   *words)
{
  const char *text = NULL;

  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return;
  if (GTK_IS_LABEL (widget))
    text = gtk_label_get_text (GTK_LABEL (widget));
  else if (GTK_IS_TEXT (widget))
    text = gtk_editable_get_text (GTK_EDITABLE (widget));
  if (text && *text)
    g_string_append_printf (words, "%s\n", text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    read_words (child, words);
}

char *
dialog_read (GtkWidget *root)
{
  GString *words = g_string_new (NULL);

  read_words (root, words);
  /* Amounts have spaces that keep them together. */
  g_string_replace (words, "\302\240", " ", 0);

  return g_string_free (words, FALSE);
}

gboolean
dialog_says (GtkWidget  *root,
             const char *words)
{
  g_autofree char *read = dialog_read (root);

  return strstr (read, words) != NULL;
}

static void
collect (GtkWidget *root,
         GType      type,
         GPtrArray *found)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_mapped (root))
    g_ptr_array_add (found, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

GtkWidget *
dialog_find_nth (GtkWidget *root,
                 GType      type,
                 guint      index)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (root, type, found);
  g_assert_cmpuint (index, <, found->len);

  return g_ptr_array_index (found, index);
}

void
dialog_click (GtkWidget  *root,
              const char *label)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (root, GTK_TYPE_BUTTON, found);
  for (guint i = 0; i < found->len; i++) {
    GtkButton *button = g_ptr_array_index (found, i);

    if (g_strcmp0 (gtk_button_get_label (button), label) == 0) {
      g_signal_emit_by_name (button, "clicked");
      return;
    }
  }
  g_test_message ("there is no button “%s”", label);
  g_assert_not_reached ();
}

const char *
dialog_get_type_id (DialogFixture *self,
                    guint          index)
{
  const WbTicketType *type = g_ptr_array_index (wb_context_get_types (self->app.context), index);

  return type->id;
}

const char *
dialog_find_unconfigured (DialogFixture *self)
{
  GPtrArray *types = wb_context_get_types (self->app.context);

  for (guint i = 0; i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);
    g_autoptr (WbOfferSet) set =
      wb_offer_store_get_server (wb_context_get_reader (self->app.context), type->id, NULL);

    if (!set || set->version == 0)
      return type->id;
  }

  return NULL;
}

void
dialog_put_offers (DialogFixture    *self,
                   const WbOfferSet *set)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = begin (self);

  wb_offer_store_apply (db, set, NULL, &error);
  g_assert_no_error (error);
  commit (self, WB_TABLE_OFFERS);
}

void
dialog_put_versions (DialogFixture *self,
                     const char    *type_id,
                     GPtrArray     *versions)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = begin (self);

  wb_offer_history_put (db, type_id, versions, &error);
  g_assert_no_error (error);
  commit (self, WB_TABLE_OFFERS);
}

GPtrArray *
dialog_make_versions (DialogFixture *self,
                      const char    *type_id,
                      guint          n)
{
  g_autoptr (WbOfferSet) present =
    wb_offer_store_get_server (wb_context_get_reader (self->app.context), type_id, NULL);
  GPtrArray *versions = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);

  for (guint i = 0; i < n; i++) {
    WbOfferSet *version = wb_offer_set_copy (present);

    version->version = present->version + (gint64) (n - 1 - i);
    version->validity_days = 60 - (int) i;
    version->updated_at = APP_NOW - i * WB_DAY_MS;
    g_free (version->updated_by);
    version->updated_by = g_strdup (self->app.manager_id);
    g_ptr_array_add (versions, version);
  }
  dialog_put_offers (self, g_ptr_array_index (versions, 0));

  return versions;
}

WbOutboxRow *
dialog_get_row (DialogFixture *self,
                const char    *kind,
                const char    *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows =
    wb_outbox_for_object (wb_context_get_reader (self->app.context), kind, id, &error);

  g_assert_no_error (error);

  return rows->len > 0 ? wb_outbox_row_ref (g_ptr_array_index (rows, rows->len - 1)) : NULL;
}

void
dialog_leave (DialogFixture *self,
              WbOutboxRow   *row,
              WbOutboxState  state,
              const char    *words)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = begin (self);

  row->state = state;
  g_free (row->error_message);
  row->error_message = g_strdup (words);
  g_assert_true (wb_outbox_update (db, row, &error));
  commit (self, WB_TABLE_OUTBOX | WB_TABLE_ACCOUNT | WB_TABLE_OFFERS);
}
