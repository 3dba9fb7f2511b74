/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Banners page: what it lists and counts, one banner from the picture to the reasons, what each
 * person may do, and what it says when there is nothing to show. */

#include "config.h"

#include "banners-fixture.h"
#include "dialog-support.h"

#include "wb-banner-detail.h"
#include "wb-banner-form.h"
#include "wb-banner-numbers.h"
#include "wb-banner-panel.h"
#include "wb-banner-store.h"
#include "wb-banners-page.h"
#include "wb-chart.h"
#include "wb-csv-saver.h"
#include "wb-period-button.h"
#include "wb-settings.h"
#include "wb-stat-store.h"

#include <math.h>

typedef struct
{
  AppFixture app;
  GtkWidget *window;
  GtkWidget *page;
  GPtrArray *banners;      /* (owned) (element-type WbBanner) newest first */
  GPtrArray *rows;         /* (owned) (nullable) (element-type WbBannerCount) */
} Fixture;

static AdwApplication *application;

typedef enum
{
  WITH_YEAR,
  UNREAD,
  UNCOUNTED,
} Counts;

typedef struct
{
  AppFixtureOptions app;
  Counts counts;
} Options;

static const Options manager_options = { { 30, 5, TRUE }, WITH_YEAR };
static const Options agent_options = { { 30, 5, FALSE }, WITH_YEAR };
static const Options unread_options = { { 30, 5, TRUE }, UNREAD };
static const Options uncounted_options = { { 30, 5, TRUE }, UNCOUNTED };
static const Options plain_options = { { 30, 0, TRUE, TRUE }, UNCOUNTED };

static void
fixture_set_up (Fixture       *self,
                gconstpointer  data)
{
  const Options *options = data ? data : &manager_options;
  g_autoptr (GSettings) settings = wb_settings_new ();

  g_settings_reset (settings, "period");
  app_fixture_set_up (&self->app, &options->app);
  if (options->counts != UNCOUNTED)
    banners_fixture_offer (&self->app);
  if (options->counts == WITH_YEAR) {
    self->rows = banners_fixture_make_year (&self->app);
    banners_fixture_read (&self->app, BANNERS_TODAY - 364, self->rows);
  }
  app_wait_written (&self->app);
  self->banners = wb_banner_store_list (wb_context_get_reader (self->app.context), NULL);
  self->window = GTK_WIDGET (wb_window_new (application));
  wb_window_set_context (WB_WINDOW (self->window), self->app.context);
  wb_window_show_page (WB_WINDOW (self->window), "banners");
  gtk_window_present (GTK_WINDOW (self->window));
  self->page = wb_window_get_page (WB_WINDOW (self->window), "banners");
  app_wait_frames (self->window, 3);
}

static void
fixture_tear_down (Fixture       *self,
                   gconstpointer  data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_ptr_array_unref (self->banners);
  app_fixture_tear_down (&self->app, NULL);
}

static const WbBanner *
get_banner (Fixture *self,
            guint    at)
{
  return g_ptr_array_index (self->banners, at);
}

/* What an independent walk over the rows says. */
static gint64
count_clicks (Fixture    *self,
              const char *banner,
              const char *placement,
              gint32      from,
              gint32      to)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->rows->len; i++) {
    const WbBannerCount *row = g_ptr_array_index (self->rows, i);

    if (row->day >= from && row->day <= to && (!banner || g_str_equal (row->banner, banner)) &&
        (!placement || g_str_equal (row->placement, placement)))
      sum += row->clicks;
  }

  return sum;
}

static GListModel *
get_model (Fixture *self)
{
  return G_LIST_MODEL (
    gtk_grid_view_get_model (GTK_GRID_VIEW (app_find (self->page, GTK_TYPE_GRID_VIEW))));
}

static WbBannerEntry *
get_entry (Fixture    *self,
           const char *id)
{
  GListModel *model = get_model (self);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (WbBannerEntry) entry = g_list_model_get_item (model, i);

    if (g_str_equal (wb_banner_entry_get_banner (entry)->id, id))
      return entry;
  }

  return NULL;
}

static WbPeriodButton *
get_period_button (Fixture *self)
{
  return WB_PERIOD_BUTTON (app_find (self->page, WB_TYPE_PERIOD_BUTTON));
}

static GtkWidget *
open_banner (Fixture *self,
             guint    at)
{
  g_assert_true (wb_page_show_object (WB_PAGE (self->page), get_banner (self, at)->id));
  app_wait_frames (self->window, 2);

  return app_find (self->page, WB_TYPE_BANNER_DETAIL);
}

static void
test_banners_page_lists_counts (Fixture       *self,
                                gconstpointer  data)
{
  GListModel *model = get_model (self);
  gint64 all = count_clicks (self, NULL, NULL, BANNERS_TODAY - 29, BANNERS_TODAY);
  g_autofree char *total =
    g_strdup_printf ("%" G_GINT64_FORMAT " clicks by people, 22 Oct – 20 Nov", all);
  int last = -1;

  g_assert_cmpuint (g_list_model_get_n_items (model), >=, 3);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++) {
    g_autoptr (WbBannerEntry) entry = g_list_model_get_item (model, i);
    const WbBanner *banner = wb_banner_entry_get_banner (entry);
    int state = (int) wb_banner_state_of (banner, BANNERS_TODAY);

    g_assert_false (banner->archived);
    g_assert_cmpint (state, >=, last);
    last = state;
    g_assert_cmpint (wb_banner_entry_get_count (entry)->clicks, ==,
                     count_clicks (self, banner->id, NULL, BANNERS_TODAY - 29, BANNERS_TODAY));
  }
  g_assert_true (dialog_says (self->page, total));
}

/* All a person sees of a banner is said of the row that has the focus. */
static void
test_banners_page_rows_are_spoken (Fixture       *self,
                                   gconstpointer  data)
{
  WbBannerEntry *entry = get_entry (self, get_banner (self, 0)->id);
  g_autofree char *said = NULL;
  g_autofree char *difference = NULL;
  const WbBannerCount *count = wb_banner_entry_get_count (entry);
  g_autofree char *rate =
    wb_banner_format_rate ((double) count->clicks_with_views / count->impressions);
  GtkWidget *panel = NULL;

  for (guint i = 0; (panel = dialog_find_nth (self->page, WB_TYPE_BANNER_PANEL, i)); i++) {
    if (dialog_says (panel, get_banner (self, 0)->name))
      break;
  }
  g_assert_nonnull (panel);
  said = g_strdup_printf ("%s · Starts 10\302\240Dec · until 7\302\240Jan\302\2402027 · "
                          "Used by Return, Claim · %" G_GINT64_FORMAT " clicks, %s of views",
                          get_banner (self, 0)->name, count->clicks, rate);
  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (gtk_widget_get_parent (panel)),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL, said);
  g_assert_cmpstr (difference, ==, NULL);
}

static void
test_banners_page_period_changes_numbers (Fixture       *self,
                                          gconstpointer  data)
{
  const char *id = get_banner (self, 0)->id;
  GtkWidget *detail = NULL;

  wb_period_button_choose (get_period_button (self), WB_PERIOD_7_DAYS, NULL);
  g_assert_cmpint (wb_banner_entry_get_count (get_entry (self, id))->clicks, ==,
                   count_clicks (self, id, NULL, BANNERS_TODAY - 6, BANNERS_TODAY));
  /* The details have the same period, and choose it for the list, too. */
  detail = open_banner (self, 0);
  g_assert_cmpint (wb_period_button_get_kind (WB_PERIOD_BUTTON (
                                                wb_banner_detail_get_period_button (WB_BANNER_DETAIL (detail)))),
                   ==, WB_PERIOD_7_DAYS);
  wb_period_button_choose (
    WB_PERIOD_BUTTON (wb_banner_detail_get_period_button (WB_BANNER_DETAIL (detail))),
    WB_PERIOD_LAST_MONTH, NULL);
  g_assert_cmpint (wb_banner_entry_get_count (get_entry (self, id))->clicks, ==,
                   count_clicks (self, id, NULL, BANNERS_TODAY - 50, BANNERS_TODAY - 20));
}

static void
put_rows (Fixture   *self,
          GPtrArray *rows)
{
  banners_fixture_read (&self->app, BANNERS_TODAY - 364, rows);
  app_wait_written (&self->app);
  app_wait_frames (self->window, 2);
}

/* A rate is of views that are counted: mails bring clicks and no views. */
static void
test_banners_page_rate_needs_views (Fixture       *self,
                                    gconstpointer  data)
{
  static const struct
  {
    const char *placement;
    gint64 clicks;
    gint64 views;
    const char *rate;      /* NULL = none */
  } table[] = {
    { "portal", 5, 100, "5.0%" },
    { "email", 5, WB_COUNT_NONE, NULL },
    { "portal", 0, 0, NULL },
    { "ticket_detail", 0, 80, "0.0%" },
  };
  const char *type =
    ((const WbTicketType *) g_ptr_array_index (wb_context_get_types (self->app.context), 0))->id;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_count_unref);
    const WbBannerCount *count = NULL;
    double rate = 0;
    g_autofree char *words = NULL;

    g_test_message ("%s", table[i].placement);
    g_ptr_array_add (rows, banners_fixture_new_row (BANNERS_TODAY, get_banner (self, 0)->id,
                                                    table[i].placement, type, table[i].clicks,
                                                    table[i].views));
    if (table[i].clicks == 0 && table[i].views == 0)
      g_ptr_array_set_size (rows, 0);
    put_rows (self, rows);
    count = wb_banner_entry_get_count (get_entry (self, get_banner (self, 0)->id));
    g_assert_true (wb_banner_count_get_rate (count, &rate) == (table[i].rate != NULL));
    words = table[i].rate ? wb_banner_format_rate (rate) : NULL;
    g_assert_cmpstr (words, ==, table[i].rate);
  }

  /* Mixed: clicks in mails are no clicks of those views. */
  {
    g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_count_unref);
    GtkWidget *detail = NULL;

    g_ptr_array_add (rows, banners_fixture_new_row (BANNERS_TODAY, get_banner (self, 0)->id,
                                                    "email", type, 40, WB_COUNT_NONE));
    g_ptr_array_add (rows, banners_fixture_new_row (BANNERS_TODAY, get_banner (self, 0)->id,
                                                    "portal", type, 5, 100));
    put_rows (self, rows);
    detail = open_banner (self, 0);
    g_assert_true (dialog_says (detail, "5.0%"));
    g_assert_true (dialog_says (detail, "5 of 100 views in the portal and on the ticket page. Mails "
                                "do not tell what was seen."));
  }
}

static WbChartData *
get_data (GtkWidget  *detail,
          const char *title)
{
  for (guint i = 0;; i++) {
    GtkWidget *card = dialog_find_nth (detail, WB_TYPE_CHART_CARD, i);

    g_assert_nonnull (card);
    if (dialog_says (card, title))
      return wb_chart_card_get_data (WB_CHART_CARD (card));
  }
}

/* Numbers, charts and sums of one banner are what the rows say. */
static void
test_banners_page_detail_adds_up (Fixture       *self,
                                  gconstpointer  data)
{
  const char *id = get_banner (self, 1)->id;
  GtkWidget *detail = open_banner (self, 1);
  WbChartData *days = get_data (detail, "Clicks per day");
  WbChartData *places = get_data (detail, "Clicks by placement, and share of views");
  const WbChartSeries *series = g_ptr_array_index (days->series, 0);
  g_autoptr (WbBannerCount) sum = wb_banner_count_new ();
  g_autofree char *clicks = NULL;
  gint64 left = 0;

  g_assert_cmpuint (days->n_points, ==, 30);
  for (guint i = 0; i < 30; i++)
    g_assert_cmpfloat (series->values[i], ==,
                       count_clicks (self, id, NULL, BANNERS_TODAY - 29 + (gint32) i,
                                     BANNERS_TODAY - 29 + (gint32) i));
  series = g_ptr_array_index (places->series, 0);
  g_assert_cmpuint (places->n_points, ==, 3);
  g_assert_cmpfloat (series->values[0], >=, series->values[1]);
  for (guint i = 0; i < 3; i++)
    left += (gint64) series->values[i];
  for (guint i = 0; i < self->rows->len; i++) {
    const WbBannerCount *row = g_ptr_array_index (self->rows, i);

    if (g_str_equal (row->banner, id) && row->day > BANNERS_TODAY - 30)
      wb_banner_count_add (sum, row);
  }
  g_assert_cmpint (left, ==, sum->clicks);
  clicks = g_strdup_printf ("%" G_GINT64_FORMAT, sum->clicks);
  g_assert_true (dialog_says (detail, clicks));
  left = sum->clicks_raw;
  for (guint i = WB_VERDICT_COUNTED + 1; i < WB_N_VERDICTS; i++) {
    g_autofree char *words = g_strdup_printf ("\342\210\222%" G_GINT64_FORMAT, sum->filtered[i]);

    left -= sum->filtered[i];
    g_assert_true (sum->filtered[i] == 0 || dialog_says (detail, words));
    g_assert_true (dialog_says (detail, wb_verdict_words (i)));
    g_assert_true (dialog_says (detail, wb_verdict_reason (i)));
  }
  g_assert_cmpint (left, ==, sum->clicks);
  g_assert_true (dialog_says (detail, "22 Oct – 20 Nov. Final up to 18 Nov; "
                              "later numbers may still change."));
}

/* Mails alone: no chart of views, and why there is no rate. */
static void
test_banners_page_detail_without_views (Fixture       *self,
                                        gconstpointer  data)
{
  const char *type =
    ((const WbTicketType *) g_ptr_array_index (wb_context_get_types (self->app.context), 0))->id;
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_count_unref);
  GtkWidget *detail = NULL;

  g_ptr_array_add (rows, banners_fixture_new_row (BANNERS_TODAY, get_banner (self, 0)->id, "email",
                                                  type, 7, WB_COUNT_NONE));
  put_rows (self, rows);
  detail = open_banner (self, 0);
  g_assert_false (dialog_says (detail, "Views per day"));
  g_assert_true (dialog_says (detail, "Views in mails cannot be counted, so there is no rate."));
}

/* The last day is corrected while the banner is looked at. */
static void
test_banners_page_follows_corrections (Fixture       *self,
                                       gconstpointer  data)
{
  GtkWidget *detail = open_banner (self, 0);
  WbBannerCount *row = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gint64 clicks = count_clicks (self, get_banner (self, 0)->id, NULL, BANNERS_TODAY - 29,
                                BANNERS_TODAY);

  before = g_strdup_printf ("%" G_GINT64_FORMAT, clicks);
  after = g_strdup_printf ("%" G_GINT64_FORMAT, clicks + 1000);
  g_assert_true (dialog_says (detail, before));
  for (guint i = 0; i < self->rows->len && !row; i++) {
    WbBannerCount *here = g_ptr_array_index (self->rows, i);

    if (here->day == BANNERS_TODAY && g_str_equal (here->banner, get_banner (self, 0)->id))
      row = here;
  }
  g_assert_true (row != NULL);
  if (row) {
    row->clicks += 1000;
    row->clicks_raw += 1000;
  }
  put_rows (self, self->rows);
  g_assert_true (dialog_says (detail, after));
}

static void
type (Fixture    *self,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (app_find (self->page, GTK_TYPE_SEARCH_ENTRY)), text);
  app_wait_frames (self->window, 2);
}

static void
test_banners_page_search (Fixture       *self,
                          gconstpointer  data)
{
  guint n = g_list_model_get_n_items (get_model (self));

  g_assert_true (wb_page_start_search (WB_PAGE (self->page)));
  /* Case and accents are nothing. */
  type (self, "vanocni SV");
  g_assert_cmpuint (g_list_model_get_n_items (get_model (self)), ==, 1);
  type (self, "no such banner");
  g_assert_cmpuint (g_list_model_get_n_items (get_model (self)), ==, 0);
  g_assert_true (dialog_says (self->page, "No banner matches"));
  gtk_widget_activate_action (self->page, "banners.clear", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (self)), ==, n);
}

static void
archive (Fixture *self,
         guint    at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbBanner) banner = wb_banner_copy (get_banner (self, at));
  WbDb *db = wb_workspace_begin (self->app.workspace, &error);

  banner->archived = TRUE;
  banner->version += 5;
  wb_banner_store_apply (db, banner, NULL, &error);
  wb_workspace_commit (self->app.workspace, WB_TABLE_BANNERS, &error);
  g_assert_no_error (error);
}

static void
toggle_archived (Fixture *self)
{
  gtk_widget_activate_action (self->page, "banners.archived", NULL);
}

static void
test_banners_page_archived (Fixture       *self,
                            gconstpointer  data)
{
  guint n = g_list_model_get_n_items (get_model (self));

  archive (self, 0);
  app_wait_written (&self->app);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (self)), ==, n - 1);
  g_assert_null (get_entry (self, get_banner (self, 0)->id));
  toggle_archived (self);
  g_assert_nonnull (get_entry (self, get_banner (self, 0)->id));

  /* All of them: the page says so, and brings them. */
  toggle_archived (self);
  for (guint i = 1; i < self->banners->len; i++)
    archive (self, i);
  app_wait_written (&self->app);
  g_assert_true (dialog_says (self->page, "All banners are archived"));
  gtk_widget_activate_action (self->page, "banners.show-archived", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (get_model (self)), ==, self->banners->len);
}

/* Return opens what is selected; Escape comes back to it. */
static void
test_banners_page_keys (Fixture       *self,
                        gconstpointer  data)
{
  GtkWidget *grid = app_find (self->page, GTK_TYPE_GRID_VIEW);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (self->page);
  guint n_escapes = 0;

  g_assert_null (wb_page_get_object (WB_PAGE (self->page)));
  g_assert_null (app_find (self->page, WB_TYPE_BANNER_DETAIL));
  g_signal_emit_by_name (grid, "activate", 1);
  app_wait_frames (self->window, 2);
  g_assert_nonnull (wb_page_get_object (WB_PAGE (self->page)));
  g_assert_true (gtk_widget_get_mapped (app_find (self->page, WB_TYPE_BANNER_DETAIL)));
  g_assert_nonnull (gtk_window_get_focus (GTK_WINDOW (self->window)));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

    if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
      continue;
    for (guint at = 0; at < g_list_model_get_n_items (G_LIST_MODEL (controller)); at++) {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), at);
      g_autofree char *trigger =
        gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

      if (!g_str_equal (trigger, "Escape"))
        continue;
      n_escapes++;
      g_assert_true (
        gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, self->page, NULL));
      /* In the list there is nothing to come back from. */
      g_assert_false (
        gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, self->page, NULL));
    }
  }
  g_assert_cmpuint (n_escapes, ==, 1);
  g_assert_null (wb_page_get_object (WB_PAGE (self->page)));
  g_assert_true (gtk_widget_get_mapped (grid));
}

static gboolean
is_archived (gpointer data)
{
  Fixture *self = data;
  g_autoptr (WbBanner) banner = wb_banner_store_get (
    wb_context_get_reader (self->app.context), get_banner (self, 0)->id, NULL);

  return banner->archived;
}

static void
test_banners_page_manager_changes (Fixture       *self,
                                   gconstpointer  data)
{
  GtkWidget *detail = open_banner (self, 0);
  GtkWidget *form = NULL;

  g_assert_true (dialog_says (detail, "_Archive") || dialog_says (detail, "A_rchive") ||
                 dialog_says (detail, "Archive"));
  gtk_widget_activate_action (self->page, "banners.edit", NULL);
  form = dialog_find_window (WB_TYPE_BANNER_FORM);
  g_assert_nonnull (form);
  gtk_window_destroy (GTK_WINDOW (form));

  gtk_widget_activate_action (self->page, "banners.archive", NULL);
  app_wait_until (is_archived, self);
  app_wait_written (&self->app);
  g_assert_true (dialog_says (detail, "Archived"));
  gtk_widget_activate_action (self->page, "banners.bring-back", NULL);
  app_wait_written (&self->app);
  g_assert_false (is_archived (self));

  gtk_widget_activate_action (self->page, "banners.new", NULL);
  form = dialog_find_window (WB_TYPE_BANNER_FORM);
  g_assert_nonnull (form);
  gtk_window_destroy (GTK_WINDOW (form));
}

static void
test_banners_page_agent_reads (Fixture       *self,
                               gconstpointer  data)
{
  static const char *const actions[] = { "banners.new", "banners.edit", "banners.archive" };
  GtkWidget *detail = open_banner (self, 0);

  g_assert_false (dialog_says (detail, "Edit…"));
  g_assert_true (dialog_says (detail, get_banner (self, 0)->name));
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++) {
    g_test_message ("%s", actions[i]);
    gtk_widget_activate_action (self->page, actions[i], NULL);
    g_assert_null (dialog_find_window (WB_TYPE_BANNER_FORM));
  }
  app_wait_written (&self->app);
  g_assert_false (is_archived (self));
}

static void
test_banners_page_unread (Fixture       *self,
                          gconstpointer  data)
{
  g_assert_true (dialog_says (self->page, "Clicks were not read yet"));
  g_assert_cmpint (wb_banner_entry_get_state (get_entry (self, get_banner (self, 0)->id)), ==,
                   WB_COUNTS_UNREAD);
  g_assert_true (dialog_says (open_banner (self, 0), "They come with the next synchronization."));
  g_assert_false (dialog_says (self->page, "Clicks per day"));

  /* Read with nothing in it is another thing than not read. */
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_count_unref);
  put_rows (self, self->rows);
  g_assert_true (dialog_says (self->page, "Clicks per day"));
  g_assert_cmpint (wb_banner_entry_get_state (get_entry (self, get_banner (self, 0)->id)), ==,
                   WB_COUNTS_READ);
}

static void
test_banners_page_uncounted (Fixture       *self,
                             gconstpointer  data)
{
  g_assert_true (dialog_says (self->page, "This server does not count clicks"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_period_button (self))));
  g_assert_cmpuint (g_list_model_get_n_items (get_model (self)), >, 0);
}

static void
test_banners_page_absent (Fixture       *self,
                          gconstpointer  data)
{
  g_assert_true (dialog_says (self->page, "No banners from this server"));
  g_assert_false (gtk_widget_get_mapped (app_find (self->page, GTK_TYPE_GRID_VIEW)));
}

static void
test_banners_page_empty (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  WbDb *db = wb_workspace_begin (self->app.workspace, &error);

  for (guint i = 0; i < self->banners->len; i++)
    wb_banner_store_remove (db, get_banner (self, i)->id, G_MAXINT64, &error);
  wb_workspace_commit (self->app.workspace, WB_TABLE_BANNERS, &error);
  g_assert_no_error (error);
  app_wait_written (&self->app);
  g_assert_true (dialog_says (self->page, "No banners yet"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_period_button (self))));
}

/* It is told in the place of the list, and the next try brings it back. */
static void
test_banners_page_cannot_be_read (Fixture       *self,
                                  gconstpointer  data)
{
  app_run_sql (&self->app, "ALTER TABLE stat_day RENAME TO stat_day_away");
  gtk_widget_activate_action (self->page, "banners.again", NULL);
  app_wait_frames (self->window, 2);
  g_assert_true (dialog_says (self->page, "Banners cannot be read"));
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_period_button (self))));
  app_run_sql (&self->app, "ALTER TABLE stat_day_away RENAME TO stat_day");
  gtk_widget_activate_action (self->page, "banners.again", NULL);
  app_wait_frames (self->window, 2);
  g_assert_false (dialog_says (self->page, "Banners cannot be read"));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_period_button (self))));
}

/* What was written while another page was in front is there when this one is again. */
static void
test_banners_page_hidden_reads_later (Fixture       *self,
                                      gconstpointer  data)
{
  g_autoptr (GPtrArray) none =
    g_ptr_array_new_with_free_func ((GDestroyNotify) wb_banner_count_unref);
  WbBannerEntry *entry = get_entry (self, get_banner (self, 0)->id);
  gint64 before = wb_banner_entry_get_count (entry)->clicks;

  wb_window_show_page (WB_WINDOW (self->window), "tickets");
  put_rows (self, none);
  g_assert_cmpint (wb_banner_entry_get_count (entry)->clicks, ==, before);
  wb_window_show_page (WB_WINDOW (self->window), "banners");
  g_assert_cmpint (wb_banner_entry_get_count (entry)->clicks, ==, 0);
}

static gboolean
is_there (gpointer data)
{
  return g_file_query_exists (data, NULL);
}

static void
test_banners_page_saves_files (Fixture       *self,
                               gconstpointer  data)
{
  const WbPeriod period = { BANNERS_TODAY - 29, BANNERS_TODAY };
  g_autofree char *name = wb_csv_saver_name ("banner-clicks", &period);
  g_autofree char *path = g_build_filename (self->app.root, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GtkWidget *detail = open_banner (self, 0);
  WbChartData *chart = get_data (detail, "Clicks per day");
  g_autoptr (GPtrArray) rows = wb_chart_data_to_rows (chart);
  g_autoptr (GPtrArray) numbers = wb_banner_numbers_to_rows (
    wb_banner_detail_get_rows (WB_BANNER_DETAIL (detail)), self->app.context);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *first = NULL;

  g_assert_cmpstr (name, ==, "banner-clicks-2026-10-22-2026-11-20.csv");
  wb_csv_saver_write (WB_PAGE (self->page), file, rows);
  app_wait_until (is_there, file);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 32);
  g_assert_cmpstr (lines[0], ==, "Day,Clicks");
  first = g_strdup_printf ("2026-10-22,%" G_GINT64_FORMAT,
                           count_clicks (self, get_banner (self, 0)->id, NULL, BANNERS_TODAY - 29,
                                         BANNERS_TODAY - 29));
  g_assert_cmpstr (lines[1], ==, first);

  /* All numbers: 30 days, 3 placements, 2 types; views of mails are empty, not 0. */
  g_assert_cmpuint (numbers->len, ==, 1 + 30 * 3 * 2);
  g_assert_cmpstr (((GStrv) g_ptr_array_index (numbers, 1))[0], ==, "2026-10-22");
  g_assert_cmpstr (((GStrv) g_ptr_array_index (numbers, 1))[1], ==, "E-mail");
  g_assert_cmpstr (((GStrv) g_ptr_array_index (numbers, 1))[10], ==, "");
  g_assert_cmpuint (g_strv_length (g_ptr_array_index (numbers, 1)), ==, 12);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (AdwApplication) owned = NULL;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = owned = app_get_application ();

#define ADD(path, options, func) \
  g_test_add ("/app/banners-page/" path, Fixture, options, fixture_set_up, func, fixture_tear_down)
  ADD ("lists-counts", NULL, test_banners_page_lists_counts);
  ADD ("rows-are-spoken", NULL, test_banners_page_rows_are_spoken);
  ADD ("period-changes-numbers", NULL, test_banners_page_period_changes_numbers);
  ADD ("rate-needs-views", NULL, test_banners_page_rate_needs_views);
  ADD ("detail-adds-up", NULL, test_banners_page_detail_adds_up);
  ADD ("detail-without-views", NULL, test_banners_page_detail_without_views);
  ADD ("follows-corrections", NULL, test_banners_page_follows_corrections);
  ADD ("search", NULL, test_banners_page_search);
  ADD ("archived", NULL, test_banners_page_archived);
  ADD ("keys", NULL, test_banners_page_keys);
  ADD ("manager-changes", NULL, test_banners_page_manager_changes);
  ADD ("agent-reads", &agent_options, test_banners_page_agent_reads);
  ADD ("unread", &unread_options, test_banners_page_unread);
  ADD ("uncounted", &uncounted_options, test_banners_page_uncounted);
  ADD ("absent", &plain_options, test_banners_page_absent);
  ADD ("empty", NULL, test_banners_page_empty);
  ADD ("cannot-be-read", NULL, test_banners_page_cannot_be_read);
  ADD ("hidden-reads-later", NULL, test_banners_page_hidden_reads_later);
  ADD ("saves-files", NULL, test_banners_page_saves_files);
#undef ADD

  return g_test_run ();
}
