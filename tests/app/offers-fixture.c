/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See offers-fixture.h. */

#include "config.h"

#include "offers-fixture.h"

#include "wb-coupon-card.h"
#include "wb-offer-store.h"
#include "wb-page.h"
#include "wb-wire-offer-set.h"

static AdwApplication *application;

void
offers_init (void)
{
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  application = app_get_application ();
}

int
offers_run (void)
{
  int status = g_test_run ();

  g_clear_object (&application);

  return status;
}

void
offers_open (OffersFixture *fixture,
             int            width)
{
  fixture->window = GTK_WIDGET (wb_window_new (application));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 900);
  wb_window_set_context (WB_WINDOW (fixture->window), fixture->app.context);
  gtk_window_present (GTK_WINDOW (fixture->window));
  wb_window_show_page (WB_WINDOW (fixture->window), "offers");
  fixture->page = wb_window_get_page (WB_WINDOW (fixture->window), "offers");
  app_wait_frames (fixture->window, 4);
}

void
offers_close (OffersFixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
}

static void
set_up (OffersFixture *fixture,
        gconstpointer  data)
{
  const WbTicketType *type = NULL;

  app_fixture_set_up (&fixture->app, data);
  type = g_ptr_array_index (wb_context_get_types (fixture->app.context), 0);
  fixture->type_id = g_strdup (type->id);
  offers_open (fixture, 1240);
}

static void
tear_down (OffersFixture *fixture,
           gconstpointer  data)
{
  offers_close (fixture);
  g_free (fixture->type_id);
  app_fixture_tear_down (&fixture->app, data);
}

void
offers_test_add (const char              *path,
                 const AppFixtureOptions *options,
                 OffersTest               test)
{
  g_test_add (path, OffersFixture, options, set_up, test, tear_down);
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
offers_find_nth (GtkWidget *root,
                 GType      type,
                 guint      index)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (root, type, found);
  g_assert_cmpuint (index, <, found->len);

  return g_ptr_array_index (found, index);
}

guint
offers_count (GtkWidget *root,
              GType      type)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  collect (root, type, found);

  return found->len;
}

GtkEditable *
offers_find_amount (OffersFixture *fixture,
                    guint          index)
{
  return GTK_EDITABLE (offers_find_nth (app_find (fixture->page, WB_TYPE_COUPON_CARD),
                                        GTK_TYPE_ENTRY, index));
}

GtkSpinButton *
offers_find_days (OffersFixture *fixture)
{
  return GTK_SPIN_BUTTON (offers_find_nth (fixture->page, GTK_TYPE_SPIN_BUTTON, 0));
}

gboolean
offers_press (OffersFixture *fixture,
              guint          keyval)
{
  return wb_page_handle_key (WB_PAGE (fixture->page), keyval, GDK_CONTROL_MASK);
}

WbOfferEditor *
offers_get_editor (OffersFixture *fixture)
{
  return wb_offers_page_get_editor (WB_OFFERS_PAGE (fixture->page));
}

WbDb *
offers_get_reader (OffersFixture *fixture)
{
  return wb_context_get_reader (fixture->app.context);
}

gboolean
offers_has_draft (gpointer data)
{
  OffersFixture *fixture = data;
  g_autoptr (WbOfferSet) draft = NULL;
  g_autoptr (WbOfferSet) base = NULL;

  return wb_offer_store_get_draft (offers_get_reader (fixture), fixture->type_id, &draft, &base,
                                   NULL) &&
         draft != NULL;
}

gboolean
offers_has_row (gpointer data)
{
  OffersFixture *fixture = data;
  g_autoptr (GPtrArray) rows =
    wb_outbox_for_object (offers_get_reader (fixture), "settings", fixture->type_id, NULL);

  return rows && rows->len > 0;
}

gboolean
offers_has_no_row (gpointer data)
{
  return !offers_has_row (data);
}

WbOfferSet *
offers_dup_sent (OffersFixture *fixture)
{
  g_autoptr (GPtrArray) rows =
    wb_outbox_for_object (offers_get_reader (fixture), "settings", fixture->type_id, NULL);
  const WbOutboxRow *row = NULL;

  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->state, ==, WB_OUTBOX_WAITING);

  return wb_wire_offer_set_decode (row->body, NULL);
}

void
offers_add_row (OffersFixture *fixture,
                WbOutboxState  state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOfferSet) base =
    wb_offer_store_get_server (offers_get_reader (fixture), fixture->type_id, NULL);
  g_autoptr (WbOfferSet) mine = wb_offer_set_copy (base);
  g_autoptr (WbOfferSet) theirs = wb_offer_set_copy (base);
  g_autoptr (WbOutboxRow) row = wb_outbox_row_new ();
  WbDb *db = NULL;

  mine->validity_days = 21;
  theirs->validity_days = 28;
  wb_lang_text_set (mine->call_text, "cs", "Můj text");
  wb_lang_text_set (theirs->call_text, "cs", "Jejich text");
  theirs->version = base->version + 1;
  row->key = g_strdup ("7c0e7a52-0000-4000-8000-000000000001");
  row->op = g_strdup (WB_OP_SETTINGS);
  row->object_kind = g_strdup ("settings");
  row->object_id = g_strdup (fixture->type_id);
  row->base_version = base->version;
  row->body = wb_wire_offer_set_encode (mine);
  row->base = wb_wire_offer_set_encode (base);
  row->state = state;
  row->error_code = g_strdup ("validation_failed");
  row->error_message = g_strdup ("Too long for this server.");
  if (state == WB_OUTBOX_CONFLICT)
    row->current = wb_wire_offer_set_encode (theirs);

  db = wb_workspace_begin (fixture->app.workspace, &error);
  g_assert_no_error (error);
  g_assert_true (wb_outbox_add (db, row, &error));
  g_assert_true (wb_outbox_update (db, row, &error));
  g_assert_true (wb_workspace_commit (fixture->app.workspace, WB_TABLE_OUTBOX, &error));
  g_assert_no_error (error);
  app_wait_written (&fixture->app);
}
