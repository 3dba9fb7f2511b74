/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of its states the Results page is in, and in what words. */

#include "config.h"

#include "wb-results-page-private.h"

#include "wb-chart.h"
#include "wb-format.h"
#include "wb-results-calls.h"
#include "wb-results-filter-bar.h"
#include "wb-results-findings.h"
#include "wb-results-table.h"
#include "wb-results-words.h"
#include "wb-sight-box.h"

#include <glib/gi18n-lib.h>

static void
append_sentence (GString    *text,
                 const char *sentence)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", sentence);
}

/* What the numbers do not cover, so that nobody takes a part for the whole. */
static char *
make_limits (WbResultsPage *self)
{
  const WbStatState *state = &self->model->states[WB_STAT_FUNNEL];
  const WbPeriod *period = &self->question->period;
  gint64 now = wb_context_now (self->context);
  GTimeZone *zone = wb_context_get_zone (self->context);
  GString *text = g_string_new (NULL);

  if (state->known.from <= state->known.to && period->from < state->known.from) {
    g_autofree char *day = wb_format_date (state->known.from, now, zone);
    g_autofree char *words = g_strdup_printf (_ ("Numbers are known from %s on."), day);

    append_sentence (text, words);
  }
  if (wb_context_offers (self->context, WB_FEATURE_FUNNEL) &&
      !wb_context_offers (self->context, WB_FEATURE_STATS))
    append_sentence (text, _ ("Calls and banners are not counted by this server."));

  return g_string_free (text, FALSE);
}

static void
show_chart (WbResultsPage  *self,
            WbResultsChart  chart)
{
  g_autoptr (WbChartData) data =
    wb_results_chart_make (chart, self->model, wb_results_page_name_type, self);

  gtk_widget_set_visible (self->charts[chart], data != NULL);
  if (data)
    wb_chart_card_set_data (WB_CHART_CARD (self->charts[chart]), data);
}

/* A WbSightBoxFill. */
void
wb_results_page_fill_part (GtkWidget *part,
                           gpointer   page)
{
  WbResultsPage *self = WB_RESULTS_PAGE (page);

  if (part == self->findings_bin) {
    g_autofree char *limits = make_limits (self);

    wb_results_findings_set_model (WB_RESULTS_FINDINGS (self->findings), self->model, limits);
  } else if (part == self->tools_card) {
    wb_results_table_set_model (WB_RESULTS_TABLE (self->table), self->model);
    gtk_widget_set_visible (self->tools_card, wb_results_model_has_offers (self->model));
  } else if (part == self->numbers) {
    wb_results_calls_set_model (WB_RESULTS_CALLS (self->numbers), self->model,
                                wb_results_page_get_goal_hours (self));
  }
  for (WbResultsChart chart = 0; chart < WB_N_RESULTS_CHARTS; chart++) {
    if (part == self->charts[chart])
      show_chart (self, chart);
  }
}

/**
 * wb_results_page_show_model:
 * @self: the page
 *
 * Puts the numbers that were read into the widgets: into those in sight at once.
 */
void
wb_results_page_show_model (WbResultsPage *self)
{
  wb_results_filter_bar_set_currencies (WB_RESULTS_FILTER_BAR (self->filter_bar),
                                        self->model->currencies);
  wb_sight_box_renew (WB_SIGHT_BOX (self->parts));
}

/* An action of another type than the target that is there warns, so the old one goes first. */
static void
set_button (WbResultsPage *self,
            const char    *label,
            const char    *action)
{
  GtkActionable *button = GTK_ACTIONABLE (self->empty_button);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  gtk_widget_set_visible (self->empty_button, label != NULL);
  if (!label)
    return;
  gtk_button_set_label (GTK_BUTTON (self->empty_button), label);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->empty_button),
                                 GTK_ACCESSIBLE_PROPERTY_LABEL);
  if (!g_action_parse_detailed_name (action, &name, &target, NULL))
    g_assert_not_reached ();
  gtk_actionable_set_action_name (button, NULL);
  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

static void
show_empty (WbResultsPage *self,
            const char    *icon,
            const char    *title,
            const char    *description,
            const char    *button,
            const char    *action)
{
  g_autofree char *markup = g_markup_escape_text (description, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty_page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty_page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty_page), markup);
  set_button (self, button, action);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
}

/* Whether there can be results at all; what is missing is said in their place. */
static gboolean
show_absent (WbResultsPage *self)
{
  if (wb_context_get_level (self->context) == WB_LEVEL_PLAIN) {
    show_empty (self, "wb-results-symbolic", _ ("Results need a Winback portal"),
                _ ("A helpdesk of tickets alone does not count what customers do with offers."),
                _ ("Show _connections"), "win.page::connections");
    return TRUE;
  }
  if (wb_context_get_account (self->context) &&
      !wb_context_offers (self->context, WB_FEATURE_FUNNEL) &&
      !(self->model && wb_results_model_was_read (self->model))) {
    show_empty (self, "wb-results-symbolic", _ ("No results from this server"),
                _ ("It does not count yet what customers do with offers. A newer Winback portal "
                   "does."),
                _ ("Show _connections"), "win.page::connections");
    return TRUE;
  }

  return FALSE;
}

static void
show_unread (WbResultsPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);

  if (state->phase == WB_SYNC_OFFLINE) {
    show_empty (self, "network-offline-symbolic", _ ("The helpdesk does not answer"),
                state->message ? state->message : _ ("Results appear here once it does."), NULL,
                NULL);
    return;
  }
  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->load_bar));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
}

static void
show_nothing (WbResultsPage *self)
{
  const WbResultsQuestion *question = self->model->question;
  gboolean other_currency = FALSE;

  for (guint i = 0; i < self->model->currencies->len; i++)
    other_currency = other_currency ||
                     g_strcmp0 (g_ptr_array_index (self->model->currencies, i),
                                question->currency) != 0;
  if (question->currency && other_currency)
    show_empty (self, "wb-results-symbolic", _ ("Nothing was offered in this period"),
                _ ("Not for orders in this currency. There are offers in others."),
                _ ("Show all _currencies"), "results.all-currencies");
  else if (question->kind != WB_PERIOD_YEAR)
    show_empty (self, "wb-results-symbolic", _ ("Nothing was offered in this period"),
                _ ("Choose a longer one, or look at whether offers are switched on."),
                _ ("Show a _year"), "results.year");
  else
    show_empty (self, "wb-results-symbolic", _ ("Nothing was offered in this period"),
                _ ("Switch offers on, and what customers do with them is counted here."),
                _ ("Set up _offers"), "win.page::offers");
}

/* The numbers are those of the last reading; what happened since is not in them. */
static void
show_offline (WbResultsPage *self,
              gboolean       has_numbers)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  gboolean offline = has_numbers && state->phase == WB_SYNC_OFFLINE;

  gtk_widget_set_visible (self->offline_box, offline);
  if (offline) {
    gint64 read_at = self->model->states[WB_STAT_FUNNEL].read_at;
    g_autofree char *when =
      read_at == WB_TIME_NONE
        ? NULL
        : wb_format_when (read_at, wb_context_now (self->context),
                          wb_context_get_zone (self->context));
    /* TRANSLATORS: %s is day and time */
    g_autofree char *words = when ? g_strdup_printf (_ ("Offline: numbers of %s"), when)
                                  : g_strdup (_ ("Offline: numbers as last read"));

    gtk_label_set_text (GTK_LABEL (self->offline_label), words);
  }
}

static void
set_enabled (WbResultsPage *self,
             const char    *action,
             gboolean       enabled)
{
  g_simple_action_set_enabled (
    G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), action)), enabled);
}

/**
 * wb_results_page_show_state:
 * @self: the page
 *
 * Numbers, or what stands in their place.
 */
void
wb_results_page_show_state (WbResultsPage *self)
{
  gboolean was_read = self->model && wb_results_model_was_read (self->model);
  gboolean has_numbers = was_read && !wb_results_model_is_empty (self->model) && !self->trouble;
  gboolean is_absent = show_absent (self);

  has_numbers = has_numbers && !is_absent;
  set_enabled (self, "report", has_numbers);
  set_enabled (self, "csv", has_numbers);
  set_enabled (self, "read", has_numbers);
  gtk_widget_set_sensitive (self->export_button, has_numbers);
  gtk_widget_set_visible (self->filter_bin, was_read && !is_absent);
  show_offline (self, was_read && !is_absent);
  if (is_absent)
    return;

  if (self->trouble)
    show_empty (self, "dialog-error-symbolic", _ ("Results cannot be read"), self->trouble,
                _ ("_Try again"), "results.again");
  else if (!self->model)
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "blank");
  else if (!was_read)
    show_unread (self);
  else if (!has_numbers)
    show_nothing (self);
  else
    gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "numbers");
}
