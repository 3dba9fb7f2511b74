/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Results page; see wb-results-page.h. Its widgets are made once; each answer of the workspace
 * changes only their words and drawings. */

#include "config.h"

#include "wb-results-page-private.h"

#include "wb-back-button.h"
#include "wb-chart.h"
#include "wb-keyboard.h"
#include "wb-page.h"
#include "wb-results-calls.h"
#include "wb-results-filter-bar.h"
#include "wb-results-findings.h"
#include "wb-results-table.h"
#include "wb-sight-box.h"

#include <glib/gi18n-lib.h>

/* While a sync brings statistics, they are read anew this often at most. */
#define READ_PAUSE_MS 300
/* A part of a frame: an answer that is there by then is shown with what was asked for, not after a
 * frame without it. */
#define AWAIT_MS 12
#define USUAL_GOAL_HOURS 24

static void wb_results_page_page_init (WbPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbResultsPage, wb_results_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_PAGE, wb_results_page_page_init))

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

int
wb_results_page_get_goal_hours (WbResultsPage *self)
{
  const WbAccount *account = wb_context_get_account (self->context);

  return account && account->call_goal_hours > 0 ? account->call_goal_hours : USUAL_GOAL_HOURS;
}

const char *
wb_results_page_name_type (gpointer    page,
                           const char *id)
{
  return wb_context_get_type_name (WB_RESULTS_PAGE (page)->context, id);
}

static gpointer
read_model (WbDb      *db,
            gpointer   question,
            GError   **error)
{
  return wb_results_model_read (db, question, error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WbResultsModel) model = wb_ask_finish (result, &error);
  WbResultsPage *self = NULL;

  /* Cancelled = the page is gone, and @self must not be looked at. */
  if ((!model && !error) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = WB_RESULTS_PAGE (user_data);
  g_clear_pointer (&self->trouble, g_free);
  if (error) {
    self->trouble = g_strdup (error->message);
  } else {
    g_clear_pointer (&self->model, wb_results_model_unref);
    self->model = g_steal_pointer (&model);
    wb_results_page_show_model (self);
  }
  wb_results_page_show_state (self);
}

static void
ask (WbResultsPage *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  self->has_asked = TRUE;
  wb_ask_put_awaited (self->ask, wb_results_question_copy (self->question), AWAIT_MS,
                      self->cancellable, read_cb, self);
}

/* Nothing is read before somebody looks. */
static void
changed_cb (WbResultsPage *self)
{
  if (self->has_asked)
    ask (self);
}

/* Whether what is shown is of the period that is chosen: the day may be another by now. */
static gboolean
is_answered (WbResultsPage *self)
{
  return self->model && self->model->question->period.from == self->question->period.from &&
         self->model->question->period.to == self->question->period.to;
}

static gboolean
pause_cb (gpointer user_data)
{
  WbResultsPage *self = WB_RESULTS_PAGE (user_data);

  self->pause_id = 0;
  wb_results_filter_bar_refresh (WB_RESULTS_FILTER_BAR (self->filter_bar));
  ask (self);

  return G_SOURCE_REMOVE;
}

static void
ask_soon (WbResultsPage *self)
{
  if (self->has_asked && self->pause_id == 0)
    self->pause_id = g_timeout_add (READ_PAUSE_MS, pause_cb, self);
}

static void
context_changed_cb (WbResultsPage *self,
                    guint          tables)
{
  if (tables & WB_TABLE_ACCOUNT) {
    if (!self->question->currency && !self->has_asked) {
      const WbAccount *account = wb_context_get_account (self->context);

      self->question->currency = account ? g_strdup (account->default_currency) : NULL;
    }
    wb_results_filter_bar_refresh (WB_RESULTS_FILTER_BAR (self->filter_bar));
  }
  if (tables & (WB_TABLE_STATS | WB_TABLE_COUPONS | WB_TABLE_ACCOUNT))
    ask_soon (self);
  if (tables & (WB_TABLE_ACCOUNT | WB_TABLE_SYNC))
    wb_results_page_show_state (self);
}

static void
probable_cb (WbResultsPage *self)
{
  gboolean active = gtk_switch_get_active (GTK_SWITCH (self->probable_switch));

  if (!self->question || self->question->with_probable == active)
    return;
  self->question->with_probable = active;
  ask (self);
}

static void
again_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  ask (user_data);
}

static void
all_currencies_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  WbResultsPage *self = WB_RESULTS_PAGE (user_data);

  g_clear_pointer (&self->question->currency, g_free);
  wb_results_filter_bar_refresh (WB_RESULTS_FILTER_BAR (self->filter_bar));
  /* The button that was pressed goes. */
  gtk_widget_grab_focus (self->filter_bar);
  ask (self);
}

static void
year_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  WbResultsPage *self = WB_RESULTS_PAGE (user_data);

  gtk_widget_grab_focus (self->filter_bar);
  wb_results_filter_bar_choose (WB_RESULTS_FILTER_BAR (self->filter_bar), WB_PERIOD_YEAR);
}

static void
read_aloud_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  wb_results_page_read_aloud (user_data);
}

static void
explain_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  wb_results_page_explain (user_data);
}

static void
report_cb (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  wb_results_page_save_report (user_data);
}

static void
csv_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  wb_results_page_save_table (user_data, g_variant_get_string (parameter, NULL));
}

static void
chart_csv_cb (WbChartCard   *card,
              WbChartData   *data,
              WbResultsPage *self)
{
  for (WbResultsChart chart = 0; chart < WB_N_RESULTS_CHARTS; chart++) {
    if (self->charts[chart] == GTK_WIDGET (card))
      wb_results_page_save_chart (self, chart);
  }
}

static const char *
wb_results_page_get_title (WbPage *page)
{
  return _ ("Results");
}

static void
wb_results_page_shown (WbPage *page)
{
  wb_keyboard_start (GTK_WIDGET (page), WB_RESULTS_PAGE (page)->filter_bar);
}

static void
wb_results_page_page_init (WbPageInterface *iface)
{
  iface->get_title = wb_results_page_get_title;
  iface->shown = wb_results_page_shown;
}

static void
add_chart (WbResultsPage  *self,
           WbResultsChart  chart)
{
  self->charts[chart] = wb_chart_card_new ();
  g_signal_connect (self->charts[chart], "save-csv", G_CALLBACK (chart_csv_cb), self);
  wb_sight_box_append (WB_SIGHT_BOX (self->parts), self->charts[chart]);
}

static void
make_parts (WbResultsPage *self)
{
  g_autoptr (GMenuModel) menu = wb_results_page_make_menu ();

  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->export_button), menu);
  self->filter_bar = wb_results_filter_bar_new (self->context, self->question);
  g_signal_connect_swapped (self->filter_bar, "changed", G_CALLBACK (changed_cb), self);
  adw_bin_set_child (ADW_BIN (self->filter_bin), self->filter_bar);
  self->findings = wb_results_findings_new ();
  adw_bin_set_child (ADW_BIN (self->findings_bin), self->findings);
  self->table = wb_results_table_new ();
  adw_bin_set_child (ADW_BIN (self->table_bin), self->table);
  for (WbResultsChart chart = 0; chart < WB_RESULTS_CHART_CALLS; chart++)
    add_chart (self, chart);
  self->numbers = wb_results_calls_new ();
  wb_sight_box_append (WB_SIGHT_BOX (self->parts), self->numbers);
  add_chart (self, WB_RESULTS_CHART_CALLS);
  wb_sight_box_set_fill (WB_SIGHT_BOX (self->parts), wb_results_page_fill_part, self);
}

static void
add_actions (WbResultsPage *self)
{
  static const GActionEntry entries[] = {
    { .name = "again", .activate = again_cb },
    { .name = "all-currencies", .activate = all_currencies_cb },
    { .name = "year", .activate = year_cb },
    { .name = "read", .activate = read_aloud_cb },
    { .name = "explain", .activate = explain_cb },
    { .name = "report", .activate = report_cb },
    { .name = "csv", .parameter_type = "s", .activate = csv_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "results", G_ACTION_GROUP (self->actions));
}

static void
make_question (WbResultsPage *self)
{
  const WbAccount *account = wb_context_get_account (self->context);

  self->question = g_new0 (WbResultsQuestion, 1);
  self->question->currency = account ? g_strdup (account->default_currency) : NULL;
  self->question->with_probable = TRUE;
}

static void
wb_results_page_constructed (GObject *object)
{
  WbResultsPage *self = WB_RESULTS_PAGE (object);

  G_OBJECT_CLASS (wb_results_page_parent_class)->constructed (object);

  make_question (self);
  add_actions (self);
  make_parts (self);
  self->ask = wb_ask_new (wb_context_get_workspace (self->context), read_model,
                          (GDestroyNotify) wb_results_question_free,
                          (GDestroyNotify) wb_results_model_unref);
  self->changed_id =
    g_signal_connect_swapped (self->context, "changed", G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id = g_signal_connect_swapped (
    self->context, "sync-changed", G_CALLBACK (wb_results_page_show_state), self);
  wb_results_page_show_state (self);
}

/* Nothing is read before somebody looks: at start that is another page. */
static void
wb_results_page_map (GtkWidget *widget)
{
  WbResultsPage *self = WB_RESULTS_PAGE (widget);

  GTK_WIDGET_CLASS (wb_results_page_parent_class)->map (widget);

  wb_results_filter_bar_refresh (WB_RESULTS_FILTER_BAR (self->filter_bar));
  if (!self->has_asked || !is_answered (self))
    ask (self);
}

static void
wb_results_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  WbResultsPage *self = WB_RESULTS_PAGE (object);

  switch (prop_id) {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
  }
}

static void
wb_results_page_dispose (GObject *object)
{
  WbResultsPage *self = WB_RESULTS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_pointer (&self->ask, wb_ask_unref);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  g_clear_object (&self->actions);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_results_page_parent_class)->dispose (object);
}

static void
wb_results_page_finalize (GObject *object)
{
  WbResultsPage *self = WB_RESULTS_PAGE (object);

  g_clear_pointer (&self->question, wb_results_question_free);
  g_clear_pointer (&self->model, wb_results_model_unref);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (wb_results_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, filter_bin);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, offline_box);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, offline_label);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, load_bar);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, parts);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, findings_bin);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, tools_card);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, table_bin);
  gtk_widget_class_bind_template_child (widget_class, WbResultsPage, probable_switch);
  gtk_widget_class_bind_template_callback (widget_class, probable_cb);
}

static void
wb_results_page_class_init (WbResultsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = wb_results_page_constructed;
  object_class->set_property = wb_results_page_set_property;
  object_class->dispose = wb_results_page_dispose;
  object_class->finalize = wb_results_page_finalize;
  widget_class->map = wb_results_page_map;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, WB_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_SIGHT_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/results/wb-results-page.ui");
  bind_children (widget_class);
}

static void
wb_results_page_init (WbResultsPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
