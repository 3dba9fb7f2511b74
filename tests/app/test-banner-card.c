/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The banner section: what it shows, choosing, adding and changing a banner, and what is said when
 * the server refuses or does not answer. */

#include "config.h"

#include "app-fixture.h"

#include "wb-banner-card.h"
#include "wb-banner-form.h"
#include "wb-banner-item.h"
#include "wb-banner-picker.h"
#include "wb-banner-store.h"
#include "wb-date-field.h"
#include "wb-offer-desk.h"
#include "wb-offer-store.h"
#include "wb-outbox.h"
#include "wb-problem-label.h"
#include "wb-wire-banner.h"

#define ID_AUTUMN "03000001"
#define ID_SALE "03000002"
#define ID_OLD "03000003"
#define ID_NEW "03000009"
#define FILES_PATH "/api/v2/files"
#define BANNERS_PATH "/api/v2/remarketing/banners"

static const AppFixtureOptions as_manager = {
  .n_tickets = 20,
  .n_calls = 5,
  .as_manager = TRUE,
  .with_sync = TRUE,
  .with_server = TRUE,
};
static const AppFixtureOptions as_agent = {
  .n_tickets = 20,
  .n_calls = 5,
  .with_sync = TRUE,
  .with_server = TRUE,
};

typedef struct
{
  AppFixture app;
  WbOfferDesk *desk;      /* (owned) */
  WbOfferEditor *editor;  /* (unowned) the desk's */
  GtkWidget *window;
  GtkWidget *card;
  GBytes *png;            /* (owned) */
  char *sha256;           /* (owned) of @png */
  guint n_shown;
  const char *words;      /* (unowned) to wait for */
} Fixture;

static GBytes *
read_sample (const char *name)
{
  g_autofree char *below = g_build_filename ("images", name, NULL);
  g_autofree char *path = wb_stub_data_path (below);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, length);
}

static gint32
date (const char *text)
{
  gint32 days = WB_DATE_NONE;

  if (text)
    g_assert_true (wb_date_parse (text, &days));

  return days;
}

static WbBanner *
new_banner (Fixture    *fixture,
            const char *id,
            const char *name,
            const char *starts_on,
            const char *ends_on)
{
  WbBanner *banner = wb_banner_new ();

  banner->id = g_strdup (id);
  banner->name = g_strdup (name);
  banner->picture = wb_picture_new ();
  banner->picture->id = g_strdup ("02000001");
  banner->picture->mime_type = g_strdup ("image/png");
  banner->picture->size = (gint64) g_bytes_get_size (fixture->png);
  banner->picture->sha256 = g_strdup (fixture->sha256);
  banner->picture->url = g_strdup ("https://shop.example/02000001.png");
  banner->picture->width = 320;
  banner->picture->height = 80;
  wb_lang_text_set (banner->alt_text, "cs", "Podzimní sleva na křesla");
  wb_lang_text_set (banner->alt_text, "en", "Autumn sale on armchairs");
  banner->starts_on = date (starts_on);
  banner->ends_on = date (ends_on);
  banner->created_at = APP_NOW;
  banner->updated_at = APP_NOW;
  banner->version = 1;

  return banner;
}

static void
store (Fixture  *fixture,
       WbBanner *banner)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);

  g_assert_no_error (error);
  wb_banner_store_apply (db, banner, NULL, &error);
  g_assert_no_error (error);
  wb_banner_store_put_picture (db, fixture->sha256, fixture->png, APP_NOW, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_BANNERS, &error);
  g_assert_no_error (error);
}

static void
store_some (Fixture *fixture)
{
  g_autoptr (WbBanner) autumn =
    new_banner (fixture, ID_AUTUMN, "Autumn 2026", NULL, "2026-11-30");
  g_autoptr (WbBanner) sale =
    new_banner (fixture, ID_SALE, "Christmas", "2026-12-01", "2026-12-24");
  g_autoptr (WbBanner) old = new_banner (fixture, ID_OLD, "Summer", NULL, "2026-08-31");

  old->archived = TRUE;
  store (fixture, autumn);
  store (fixture, sale);
  store (fixture, old);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
shown_cb (Fixture *fixture)
{
  fixture->n_shown++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const WbTicketType *type = NULL;
  GtkWidget *scroller = NULL;
  g_autoptr (GError) error = NULL;

  app_fixture_set_up (&fixture->app, data ? data : &as_manager);
  fixture->png = read_sample ("banner.png");
  fixture->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, fixture->png);
  store_some (fixture);

  fixture->desk = wb_offer_desk_new (fixture->app.context);
  type = g_ptr_array_index (wb_context_get_types (fixture->app.context), 0);
  fixture->editor = wb_offer_desk_get_editor (fixture->desk, type->id, &error);
  g_assert_no_error (error);
  wb_offer_editor_set_on (fixture->editor, WB_TOOL_BANNER, FALSE);
  wb_offer_editor_set_banner (fixture->editor, NULL);

  fixture->card = g_object_new (WB_TYPE_BANNER_CARD, NULL);
  g_signal_connect_swapped (fixture->card, "shown", G_CALLBACK (shown_cb), fixture);
  wb_banner_card_set_context (WB_BANNER_CARD (fixture->card), fixture->app.context);
  wb_banner_card_set_editor (WB_BANNER_CARD (fixture->card), fixture->editor);
  wb_banner_card_set_read_only (WB_BANNER_CARD (fixture->card),
                                !wb_context_is_manager (fixture->app.context));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 560, 640);
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), fixture->card);
  gtk_window_set_child (GTK_WINDOW (fixture->window), scroller);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_ref (fixture->card);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  app_wait_written (&fixture->app);
  g_assert_finalize_object (fixture->card);
  g_assert_finalize_object (fixture->desk);
  app_wait_written (&fixture->app);
  app_fixture_tear_down (&fixture->app, NULL);
  g_bytes_unref (fixture->png);
  g_free (fixture->sha256);
}

/* Spaces that keep a day and its month on one line count as spaces. */
static gboolean
says (GtkWidget  *label,
      const char *words)
{
  g_autoptr (GString) text = g_string_new (gtk_label_get_text (GTK_LABEL (label)));

  g_string_replace (text, "\u00a0", " ", 0);

  return strstr (text->str, words) != NULL;
}

/* A label below @root that is to be seen and has these words in it. */
static GtkWidget *
find_words (GtkWidget  *root,
            const char *words)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_visible (root) || !gtk_widget_get_child_visible (root))
    return NULL;
  if (GTK_IS_LABEL (root) && says (root, words))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = find_words (child, words);

  return found;
}

static void
press (GtkWidget  *root,
       const char *words)
{
  GtkWidget *label = find_words (root, words);
  GtkWidget *button = label ? gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON) : NULL;

  g_test_message ("pressing \"%s\"", words);
  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* The window of that type above the main one; NULL = there is none to be seen. */
static GtkWidget *
find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++) {
    g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

    if (G_TYPE_CHECK_INSTANCE_TYPE (window, type) && gtk_widget_get_visible (window))
      return window;
  }

  return NULL;
}

static gboolean
has_words (gpointer data)
{
  Fixture *fixture = data;

  return find_words (fixture->card, fixture->words) != NULL;
}

static gboolean
has_no_words (gpointer data)
{
  return !has_words (data);
}

static gboolean
form_has_words (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *form = find_window (WB_TYPE_BANNER_FORM);

  return form && find_words (form, fixture->words);
}

static void
wait_words (Fixture    *fixture,
            AppCheck    check,
            const char *words)
{
  g_test_message ("waiting for \"%s\"", words);
  fixture->words = words;
  app_wait_until (check, fixture);
}

static gboolean
has_picture (gpointer data)
{
  return wb_banner_card_get_paintable (WB_BANNER_CARD (((Fixture *) data)->card)) != NULL;
}

static gboolean
is_form_gone (gpointer data)
{
  return !find_window (WB_TYPE_BANNER_FORM);
}

static gboolean
is_chosen (gpointer data)
{
  return wb_offer_editor_get_banner (((Fixture *) data)->editor) != NULL;
}

/* The nth entry of the form: its name, then a text per language, then both days. */
static void
collect_entries (GtkWidget *root,
                 GPtrArray *entries)
{
  if (GTK_IS_ENTRY (root))
    g_ptr_array_add (entries, root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child;
       child = gtk_widget_get_next_sibling (child))
    collect_entries (child, entries);
}

static GtkWidget *
get_entry (GtkWidget *form,
           int        at)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new ();

  collect_entries (form, entries);
  if (at < 0)
    at += (int) entries->len;

  return g_ptr_array_index (entries, at);
}

static void
type_text (GtkWidget  *form,
           int         at,
           const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_entry (form, at)), text);
}

static const char *
get_text (GtkWidget *form,
          int        at)
{
  return gtk_editable_get_text (GTK_EDITABLE (get_entry (form, at)));
}

/* Opens the form with the sample picture in it. */
static GtkWidget *
open_form (Fixture    *fixture,
           const char *sample)
{
  g_autofree char *below = g_build_filename ("images", sample, NULL);
  g_autofree char *path = wb_stub_data_path (below);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *form = NULL;

  press (fixture->card, "new");
  form = find_window (WB_TYPE_BANNER_FORM);
  g_assert_nonnull (form);
  wb_banner_form_picture_load_file (wb_banner_form_get_picture (WB_BANNER_FORM (form)), file);

  return form;
}

static void
queue_created (Fixture *fixture)
{
  g_autoptr (WbBanner) banner = new_banner (fixture, ID_NEW, "Podzim", NULL, NULL);
  g_autoptr (JsonNode) picture_node = wb_wire_picture_encode (banner->picture);
  g_autoptr (JsonNode) banner_node = wb_wire_banner_encode (banner);
  g_autofree char *picture = json_to_string (picture_node, FALSE);
  g_autofree char *json = json_to_string (banner_node, FALSE);

  wb_stub_server_queue_json (fixture->app.server, "POST", FILES_PATH, 201, picture);
  wb_stub_server_queue_json (fixture->app.server, "POST", BANNERS_PATH, 201, json);
}

static void
test_shows_chosen (Fixture       *fixture,
                   gconstpointer  data)
{
  static const struct
  {
    const char *id;
    const char *name;
    const char *period;
  } cases[] = {
    { ID_AUTUMN, "Autumn 2026", "Until 30 Nov" },
    { ID_SALE, "Christmas", "Starts 1 Dec · until 24 Dec" },
    { ID_OLD, "Summer", "Archived" },
  };

  g_assert_nonnull (find_words (fixture->card, "No banner is chosen"));
  g_assert_null (wb_banner_card_get_banner (WB_BANNER_CARD (fixture->card)));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint before = fixture->n_shown;

    g_test_message ("%s", cases[i].name);
    wb_offer_editor_set_banner (fixture->editor, cases[i].id);
    g_assert_cmpuint (fixture->n_shown, >, before);
    g_assert_nonnull (find_words (fixture->card, cases[i].name));
    g_assert_nonnull (find_words (fixture->card, cases[i].period));
    g_assert_null (find_words (fixture->card, "No banner is chosen"));
    g_assert_cmpstr (wb_banner_card_get_banner (WB_BANNER_CARD (fixture->card))->id, ==,
                     cases[i].id);
  }

  app_wait_until (has_picture, fixture);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (
                     wb_banner_card_get_paintable (WB_BANNER_CARD (fixture->card))),
                   ==, 320);

  wb_offer_editor_set_banner (fixture->editor, "03999999");
  g_assert_nonnull (find_words (fixture->card, "not known here"));
  g_assert_null (wb_banner_card_get_paintable (WB_BANNER_CARD (fixture->card)));
}

static void
test_period_is_over (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (WbBanner) banner = new_banner (fixture, ID_AUTUMN, "Autumn 2026", NULL, "2026-11-19");

  banner->version = 2;
  store (fixture, banner);
  wb_offer_editor_set_banner (fixture->editor, ID_AUTUMN);
  wait_words (fixture, has_words, "Over since 20 Nov");
}

static void
test_target (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *entry = get_entry (fixture->card, 0);
  g_autofree char *url = NULL;

  wb_offer_editor_set_on (fixture->editor, WB_TOOL_BANNER, TRUE);
  wb_offer_editor_set_banner (fixture->editor, ID_AUTUMN);
  gtk_editable_set_text (GTK_EDITABLE (entry), "shop.example");
  g_assert_cmpstr (wb_offer_editor_find_problem (fixture->editor, WB_TOOL_BANNER,
                                                 WB_OFFER_FIELD_TARGET_URL, NULL),
                   !=, "");
  g_assert_nonnull (find_words (
                      fixture->card, wb_offer_editor_find_problem (fixture->editor, WB_TOOL_BANNER,
                                                                   WB_OFFER_FIELD_TARGET_URL, NULL)));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "shop.example");

  gtk_editable_set_text (GTK_EDITABLE (entry), "https://shop.example/sale");
  g_assert_cmpstr (wb_offer_editor_find_problem (fixture->editor, WB_TOOL_BANNER,
                                                 WB_OFFER_FIELD_TARGET_URL, NULL),
                   ==, "");
  url = wb_offer_editor_dup_target_url (fixture->editor);
  g_assert_cmpstr (url, ==, "https://shop.example/sale");

  wb_banner_card_jump_to (WB_BANNER_CARD (fixture->card), WB_OFFER_FIELD_TARGET_URL);
  g_assert_true (gtk_widget_get_state_flags (entry) & GTK_STATE_FLAG_FOCUS_WITHIN);
}

static void
test_agents_look (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *entry = get_entry (fixture->card, 0);

  wb_offer_editor_set_banner (fixture->editor, ID_AUTUMN);
  g_assert_nonnull (find_words (fixture->card, "Autumn 2026"));
  g_assert_null (find_words (fixture->card, "Choose…"));
  g_assert_null (find_words (fixture->card, "Edit…"));
  g_assert_false (gtk_editable_get_editable (GTK_EDITABLE (entry)));
  g_assert_false (gtk_widget_is_sensitive (app_find (fixture->card, GTK_TYPE_SWITCH)));
}

static void
test_adds (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *form = open_form (fixture, "banner.png");
  g_autoptr (WbStubRequest) upload = NULL;
  g_autoptr (WbStubRequest) create = NULL;
  g_autoptr (WbBanner) stored = NULL;
  g_autoptr (GBytes) kept = NULL;
  g_autofree char *body = NULL;
  GtkWidget *button = NULL;

  button = gtk_widget_get_ancestor (find_words (fixture->card, "Add new…"), GTK_TYPE_BUTTON);
  g_assert_true (gtk_widget_grab_focus (button));
  wait_words (fixture, form_has_words, "320 × 80");
  /* The file's name is a proposal; what is missing is said once it is asked for. */
  g_assert_cmpstr (get_text (form, 0), ==, "banner");
  g_assert_null (find_words (form, "default language"));
  press (form, "Add");
  g_assert_nonnull (find_words (form, "default language"));
  g_assert_cmpuint (wb_stub_server_count (fixture->app.server), ==, 0);

  queue_created (fixture);
  type_text (form, 0, " Podzim ");
  type_text (form, 1, "Podzimní sleva");
  type_text (form, -2, "2026-11-21");
  type_text (form, -1, "2026-11-30");
  g_assert_nonnull (find_words (form, "Starts 21 Nov · until 30 Nov"));
  press (form, "Add");
  app_wait_until (is_form_gone, fixture);
  app_wait_until (is_chosen, fixture);
  g_assert_cmpstr (wb_offer_editor_get_banner (fixture->editor), ==, ID_NEW);

  upload = wb_stub_server_dup_request (fixture->app.server, 0);
  create = wb_stub_server_dup_request (fixture->app.server, 1);
  g_assert_cmpstr (upload->path, ==, FILES_PATH);
  g_assert_nonnull (wb_stub_request_get_header (upload, "idempotency-key"));
  body = g_strndup (g_bytes_get_data (create->body, NULL), g_bytes_get_size (create->body));
  g_assert_nonnull (strstr (body, "\"name\":\"Podzim\""));
  g_assert_nonnull (strstr (body, "\"starts_on\":\"2026-11-21\""));
  g_assert_nonnull (strstr (body, "\"ends_on\":\"2026-11-30\""));

  stored = wb_banner_store_get (wb_context_get_reader (fixture->app.context), ID_NEW, NULL);
  g_assert_nonnull (stored);
  kept = wb_banner_store_get_picture (wb_context_get_reader (fixture->app.context),
                                      fixture->sha256, NULL);
  g_assert_true (g_bytes_equal (kept, fixture->png));
  wait_words (fixture, has_words, "Podzim");

  /* The button that was pressed has made room for another one, which goes on. */
  button = gtk_widget_get_ancestor (find_words (fixture->card, "Edit…"), GTK_TYPE_BUTTON);
  g_assert_true (gtk_widget_is_focus (button));
}

static void
test_add_refuses_wrong_files (Fixture       *fixture,
                              gconstpointer  data)
{
  GtkWidget *form = open_form (fixture, "picture.heic");

  wait_words (fixture, form_has_words, "PNG, JPEG, GIF or WebP picture");
  type_text (form, 0, "Podzim");
  type_text (form, 1, "Podzimní sleva");
  press (form, "Add");
  g_assert_nonnull (find_words (form, "Choose a picture first."));
  g_assert_cmpuint (wb_stub_server_count (fixture->app.server), ==, 0);
  /* What was typed stays. */
  g_assert_cmpstr (get_text (form, 0), ==, "Podzim");
  gtk_window_close (GTK_WINDOW (form));
  g_assert_true (is_form_gone (fixture));
}

static void
test_days_are_judged (Fixture       *fixture,
                      gconstpointer  data)
{
  GtkWidget *form = open_form (fixture, "banner.png");

  wait_words (fixture, form_has_words, "320 × 80");
  type_text (form, 1, "Podzimní sleva");
  type_text (form, -1, "soon");
  g_assert_nonnull (find_words (form, "Enter a day, such as 2026-11-20"));
  press (form, "Add");
  g_assert_cmpuint (wb_stub_server_count (fixture->app.server), ==, 0);
  g_assert_cmpstr (get_text (form, -1), ==, "soon");

  type_text (form, -2, "2026-12-24");
  type_text (form, -1, "2026-12-01");
  g_assert_nonnull (find_words (form, "not before the first day"));
  press (form, "Add");
  g_assert_cmpuint (wb_stub_server_count (fixture->app.server), ==, 0);
  type_text (form, -1, "");
  g_assert_null (find_words (form, "not before the first day"));
  gtk_window_close (GTK_WINDOW (form));
}

static void
test_days_are_picked (Fixture       *fixture,
                      gconstpointer  data)
{
  GtkWidget *form = open_form (fixture, "banner.png");
  GtkWidget *field = app_find (form, WB_TYPE_DATE_FIELD);
  GtkWidget *calendar = app_find (field, GTK_TYPE_CALENDAR);

  wait_words (fixture, form_has_words, "320 × 80");
  g_object_set (calendar, "day", 1, "year", 2026, "month", 11, "day", 24, NULL);
  g_assert_cmpint (wb_date_field_get_date (WB_DATE_FIELD (field)), ==, date ("2026-12-24"));
  g_assert_cmpstr (get_text (form, -2), ==, "2026-12-24");
  g_assert_nonnull (find_words (form, "Starts 24 Dec"));

  press (gtk_widget_get_ancestor (calendar, GTK_TYPE_BOX), "No date");
  g_assert_cmpint (wb_date_field_get_date (WB_DATE_FIELD (field)), ==, WB_DATE_NONE);
  g_assert_cmpstr (get_text (form, -2), ==, "");
  g_assert_true (wb_date_field_is_valid (WB_DATE_FIELD (field)));
  gtk_window_close (GTK_WINDOW (form));
}

static void
test_not_confirmed (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *form = open_form (fixture, "banner.png");
  g_autoptr (WbStubRequest) first = NULL;
  g_autoptr (WbStubRequest) second = NULL;
  guint n = 0;

  wait_words (fixture, form_has_words, "320 × 80");
  type_text (form, 0, "Podzim");
  type_text (form, 1, "Podzimní sleva");
  wb_stub_server_queue_fault (fixture->app.server, "POST", FILES_PATH, WB_STUB_DROP_READ);
  press (form, "Add");
  wait_words (fixture, form_has_words, "Not confirmed yet");
  g_assert_false (gtk_widget_is_sensitive (get_entry (form, 0)));
  n = wb_stub_server_count (fixture->app.server);
  g_assert_cmpuint (n, ==, 1);

  /* Closed, it is kept, and the card says so. */
  gtk_window_close (GTK_WINDOW (form));
  g_assert_true (is_form_gone (fixture));
  g_assert_nonnull (find_words (fixture->card, "“Podzim” is not confirmed yet"));
  press (fixture->card, "Show");
  g_assert_true (find_window (WB_TYPE_BANNER_FORM) == form);
  g_assert_cmpstr (get_text (form, 1), ==, "Podzimní sleva");

  /* The same again: same keys. */
  queue_created (fixture);
  press (form, "Try again");
  app_wait_until (is_chosen, fixture);
  g_assert_cmpstr (wb_offer_editor_get_banner (fixture->editor), ==, ID_NEW);
  first = wb_stub_server_dup_request (fixture->app.server, 0);
  second = wb_stub_server_dup_request (fixture->app.server, 1);
  g_assert_cmpstr (second->path, ==, FILES_PATH);
  g_assert_cmpstr (wb_stub_request_get_header (first, "idempotency-key"), ==,
                   wb_stub_request_get_header (second, "idempotency-key"));
  g_assert_null (find_words (fixture->card, "not confirmed"));
}

static void
test_refused_by_server (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWidget *form = open_form (fixture, "banner.png");

  wait_words (fixture, form_has_words, "320 × 80");
  type_text (form, 0, "Podzim");
  type_text (form, 1, "Podzimní sleva");
  wb_stub_server_queue_json (fixture->app.server, "POST", FILES_PATH, 413,
                             "{\"detail\":\"Too large for us.\",\"code\":\"file_too_large\"}");
  press (form, "Add");
  wait_words (fixture, form_has_words, "The server says: Too large for us.");
  /* Nothing was made: it can be mended and sent as another. */
  g_assert_true (gtk_widget_is_sensitive (get_entry (form, 0)));
  g_assert_cmpstr (get_text (form, 0), ==, "Podzim");
  gtk_window_close (GTK_WINDOW (form));
  g_assert_true (is_form_gone (fixture));
  g_assert_null (find_words (fixture->card, "Too large for us."));
}

static void
test_given_up (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *form = open_form (fixture, "banner.png");

  wait_words (fixture, form_has_words, "320 × 80");
  type_text (form, 1, "Podzimní sleva");
  wb_stub_server_queue_json (fixture->app.server, "POST", FILES_PATH, 503, "{}");
  press (form, "Add");
  wait_words (fixture, form_has_words, "Not confirmed yet");
  press (form, "Give up");
  g_assert_null (find_words (form, "Not confirmed yet"));
  g_assert_true (gtk_widget_is_sensitive (get_entry (form, 0)));
  g_assert_cmpstr (get_text (form, 1), ==, "Podzimní sleva");
  g_assert_null (wb_offer_editor_get_banner (fixture->editor));
  gtk_window_close (GTK_WINDOW (form));
}

static WbBanner *
get_shown (GListModel *model,
           guint       at)
{
  g_autoptr (WbBannerItem) item = g_list_model_get_item (model, at);

  return wb_banner_item_get_banner (item);
}

static guint
count_archived (GListModel *model)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    n += get_shown (model, i)->archived ? 1 : 0;

  return n;
}

static void
test_picker_chooses (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *picker = NULL;
  GtkWidget *grid = NULL;
  GListModel *model = NULL;
  guint n_open = 0;
  g_autofree char *id = NULL;

  press (fixture->card, "Choose…");
  picker = find_window (WB_TYPE_BANNER_PICKER);
  g_assert_nonnull (picker);
  grid = app_find (picker, GTK_TYPE_GRID_VIEW);
  model = G_LIST_MODEL (gtk_grid_view_get_model (GTK_GRID_VIEW (grid)));
  n_open = g_list_model_get_n_items (model);
  g_assert_cmpuint (n_open, >=, 2);
  g_assert_cmpuint (count_archived (model), ==, 0);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (app_find (picker, GTK_TYPE_CHECK_BUTTON)), TRUE);
  g_assert_cmpuint (count_archived (model), >=, 1);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_open + count_archived (model));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (app_find (picker, GTK_TYPE_CHECK_BUTTON)), FALSE);

  id = g_strdup (get_shown (model, 1)->id);
  g_signal_emit_by_name (grid, "activate", 1);
  g_assert_null (find_window (WB_TYPE_BANNER_PICKER));
  g_assert_cmpstr (wb_offer_editor_get_banner (fixture->editor), ==, id);
}

static gboolean
is_archived (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (WbBanner) banner =
    wb_banner_store_get (wb_context_get_reader (fixture->app.context), ID_SALE, NULL);

  return banner->archived;
}

static gboolean
is_back (gpointer data)
{
  return !is_archived (data);
}

/* Puts the picker's selection on a banner. */
static void
select_banner (GtkWidget  *picker,
               const char *name)
{
  GtkWidget *grid = app_find (picker, GTK_TYPE_GRID_VIEW);
  GtkSingleSelection *selection =
    GTK_SINGLE_SELECTION (gtk_grid_view_get_model (GTK_GRID_VIEW (grid)));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (selection)); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (selection), i);
    const WbBanner *banner = wb_banner_item_get_banner (WB_BANNER_ITEM (item));

    if (g_str_equal (banner->name, name)) {
      gtk_single_selection_set_selected (selection, i);
      return;
    }
  }
  g_assert_not_reached ();
}

static gboolean
picker_has_words (gpointer data)
{
  Fixture *fixture = data;

  return find_words (find_window (WB_TYPE_BANNER_PICKER), fixture->words) != NULL;
}

static void
test_archives_with_undo (Fixture       *fixture,
                         gconstpointer  data)
{
  GtkWidget *picker = NULL;

  press (fixture->card, "Choose…");
  picker = find_window (WB_TYPE_BANNER_PICKER);
  select_banner (picker, "Christmas");
  press (picker, "Archive");
  app_wait_until (is_archived, fixture);
  wait_words (fixture, picker_has_words, "“Christmas” archived");
  press (picker, "Undo");
  app_wait_until (is_back, fixture);
  gtk_window_close (GTK_WINDOW (picker));
}

static void
refuse_change (Fixture    *fixture,
               const char *id,
               const char *message)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (fixture->app.workspace, &error);
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (db, "banner", id, &error);
  WbOutboxRow *row = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  row->state = WB_OUTBOX_NEEDS_YOU;
  row->error_code = g_strdup ("banner_in_use");
  row->error_message = g_strdup (message);
  wb_outbox_update (db, row, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_OUTBOX | WB_TABLE_BANNERS, &error);
  g_assert_no_error (error);
}

/* What is in use is not archived, and the reason stands beside it. */
static void
test_archiving_is_refused (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbOfferSet) set = wb_offer_set_copy (wb_offer_editor_get_base (fixture->editor));
  GtkWidget *picker = NULL;
  WbDb *db = NULL;

  set->banner_enabled = TRUE;
  g_free (set->banner);
  set->banner = g_strdup (ID_SALE);
  set->version++;
  db = wb_workspace_begin (fixture->app.workspace, &error);
  wb_offer_store_apply (db, set, NULL, &error);
  g_assert_no_error (error);
  wb_workspace_commit (fixture->app.workspace, WB_TABLE_OFFERS, &error);
  g_assert_no_error (error);

  press (fixture->card, "Choose…");
  picker = find_window (WB_TYPE_BANNER_PICKER);
  select_banner (picker, "Christmas");
  press (picker, "Archive");
  wait_words (fixture, picker_has_words, "Customers are offered this banner now");
  g_assert_false (is_archived (fixture));
  gtk_window_close (GTK_WINDOW (picker));
}

static void
test_edits (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *form = NULL;
  g_autoptr (WbBanner) changed = NULL;

  wb_offer_editor_set_banner (fixture->editor, ID_AUTUMN);
  press (fixture->card, "Edit…");
  form = find_window (WB_TYPE_BANNER_FORM);
  g_assert_nonnull (find_words (form, "A new picture is a new banner."));
  g_assert_cmpstr (get_text (form, 0), ==, "Autumn 2026");
  g_assert_cmpstr (get_text (form, 1), ==, "Podzimní sleva na křesla");
  g_assert_cmpstr (get_text (form, -1), ==, "2026-11-30");
  type_text (form, 0, "");
  press (form, "Save");
  g_assert_nonnull (find_words (form, "Enter a name for the banner."));
  type_text (form, 0, "Late autumn");
  type_text (form, -1, "");
  press (form, "Save");
  app_wait_until (is_form_gone, fixture);
  wait_words (fixture, has_words, "Late autumn");
  g_assert_nonnull (find_words (fixture->card, "No end date"));
  changed = wb_banner_store_get (wb_context_get_reader (fixture->app.context), ID_AUTUMN, NULL);
  g_assert_cmpint (changed->ends_on, ==, WB_DATE_NONE);

  /* The server's no is said in place, and can be taken back. */
  refuse_change (fixture, ID_AUTUMN, "In use by two types.");
  wait_words (fixture, has_words, "The server says: In use by two types.");
  press (fixture->card, "Give the change up");
  wait_words (fixture, has_words, "Autumn 2026");
  fixture->words = "In use by two types.";
  app_wait_until (has_no_words, fixture);
}

static void
test_pastes (Fixture       *fixture,
             gconstpointer  data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->card);
  g_autoptr (GdkContentProvider) content =
    gdk_content_provider_new_for_bytes ("image/png", fixture->png);
  GListModel *controllers = gtk_widget_observe_controllers (fixture->card);

  gdk_clipboard_set_content (clipboard, content);
  /* Ctrl+V, as the card's own shortcut takes it. */
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_SHORTCUT_CONTROLLER (controller) &&
        gtk_event_controller_get_propagation_phase (GTK_EVENT_CONTROLLER (controller)) ==
        GTK_PHASE_CAPTURE) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), 0);
      g_autofree char *keys = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

      g_assert_cmpstr (keys, ==, "<Control>v");
      g_assert_true (gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0,
                                                   fixture->card, NULL));
    }
  }
  g_object_unref (controllers);
  g_assert_nonnull (find_window (WB_TYPE_BANNER_FORM));
  wait_words (fixture, form_has_words, "320 × 80");
  gtk_window_close (GTK_WINDOW (find_window (WB_TYPE_BANNER_FORM)));
  gdk_clipboard_set_content (clipboard, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, options, func) \
  g_test_add ("/winback/app/banner-card/" name, Fixture, options, set_up, func, tear_down)
  ADD ("shows-the-chosen-banner-and-its-days", NULL, test_shows_chosen);
  ADD ("says-since-when-it-is-over", NULL, test_period_is_over);
  ADD ("target-is-judged-in-place", NULL, test_target);
  ADD ("agents-only-look", &as_agent, test_agents_look);
  ADD ("adds-a-banner-and-chooses-it", NULL, test_adds);
  ADD ("a-wrong-file-is-refused-in-place", NULL, test_add_refuses_wrong_files);
  ADD ("days-are-judged-in-place", NULL, test_days_are_judged);
  ADD ("days-are-picked-and-left-open", NULL, test_days_are_picked);
  ADD ("not-confirmed-goes-again-with-the-same-keys", NULL, test_not_confirmed);
  ADD ("a-refusal-is-said-in-the-servers-words", NULL, test_refused_by_server);
  ADD ("giving-up-keeps-what-was-typed", NULL, test_given_up);
  ADD ("picker-hides-archived-and-chooses", NULL, test_picker_chooses);
  ADD ("archiving-can-be-undone", NULL, test_archives_with_undo);
  ADD ("archiving-what-is-in-use-is-refused-in-place", NULL, test_archiving_is_refused);
  ADD ("words-and-days-are-edited-and-refusals-shown", NULL, test_edits);
  ADD ("ctrl-v-starts-a-new-banner", NULL, test_pastes);
#undef ADD

  return g_test_run ();
}
