/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-results-csv.h. */

#include "config.h"

#include "wb-results-csv.h"

#include "wb-activity.h"
#include "wb-format.h"

#include <glib/gi18n-lib.h>

static const char *const file_names[WB_N_RESULTS_FILES] = {
  [WB_RESULTS_FILE_TOOLS] = "offers",
  [WB_RESULTS_FILE_TYPES] = "types",
  [WB_RESULTS_FILE_DAYS] = "days",
  [WB_RESULTS_FILE_CALLS] = "calls",
};

const char *
wb_results_file_to_text (WbResultsFile file)
{
  g_return_val_if_fail (file < WB_N_RESULTS_FILES, NULL);

  return file_names[file];
}

gboolean
wb_results_file_from_text (const char    *text,
                           WbResultsFile *file_out)
{
  for (WbResultsFile file = 0; file < WB_N_RESULTS_FILES; file++) {
    if (g_str_equal (file_names[file], text)) {
      *file_out = file;
      return TRUE;
    }
  }

  return FALSE;
}

static void
add_text (GPtrArray  *row,
          const char *text)
{
  g_ptr_array_add (row, g_strdup (WB_TEXT (text)));
}

static void
add_count (GPtrArray *row,
           gint64     count)
{
  g_ptr_array_add (row, count == WB_COUNT_NONE
                          ? g_strdup ("")
                          : g_strdup_printf ("%" G_GINT64_FORMAT, count));
}

static void
add_share (GPtrArray *row,
           double     share)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ptr_array_add (row, g_strdup (g_ascii_formatd (text, sizeof text, "%.4f", share)));
}

static void
add_interval (GPtrArray *row,
              gint64     n,
              gint64     n_all)
{
  WbInterval share = wb_interval_share (n, n_all);

  if (n_all <= 0) {
    for (int i = 0; i < 3; i++)
      add_text (row, "");
    return;
  }
  add_share (row, (double) n / (double) n_all);
  add_share (row, share.low);
  add_share (row, share.high);
}

static void
add_money (GPtrArray  *row,
           gint64      minor,
           const char *currency)
{
  WbMoney money = { minor, "" };

  g_strlcpy (money.currency, currency, sizeof money.currency);
  g_ptr_array_add (row, wb_currency_digits (currency) < 0
                          ? g_strdup ("")
                          : wb_money_format_api (&money));
}

/* Takes the cells over; @row is empty after. */
static void
end_row (GPtrArray *rows,
         GPtrArray *row)
{
  gsize n = 0;

  g_ptr_array_add (row, NULL);
  g_ptr_array_add (rows, g_ptr_array_steal (row, &n));
}

static void
add_count_titles (GPtrArray *row)
{
  add_text (row, _ ("Offered"));
  add_text (row, _ ("Shown"));
  add_text (row, _ ("Taken"));
  add_text (row, _ ("Ordered again, certain"));
  add_text (row, _ ("Ordered again, probable"));
  add_text (row, _ ("Can still order"));
}

static void
add_counts (GPtrArray         *row,
            const WbFunnelRow *sum)
{
  add_count (row, sum->offered);
  add_count (row, sum->shown);
  add_count (row, sum->taken);
  add_count (row, sum->used);
  add_count (row, sum->used_probable);
  add_count (row, sum->open);
}

static void
add_interval_titles (GPtrArray *row)
{
  add_text (row, _ ("Share"));
  add_text (row, _ ("Share, at least"));
  add_text (row, _ ("Share, at most"));
}

static gboolean
is_shown (const WbResultsModel *model,
          const char           *currency)
{
  return !model->question->currency || g_str_equal (model->question->currency, currency);
}

static void
add_money_titles (GPtrArray            *row,
                  const WbResultsModel *model)
{
  for (guint i = 0; i < model->currencies->len; i++) {
    const char *currency = g_ptr_array_index (model->currencies, i);

    if (!is_shown (model, currency))
      continue;
    /* TRANSLATORS: columns of a file; %s is a currency’s code */
    g_ptr_array_add (row, g_strdup_printf (_ ("Revenue in %s, certain"), currency));
    g_ptr_array_add (row, g_strdup_printf (_ ("Revenue in %s, probable"), currency));
  }
}

static void
add_tool_money (GPtrArray            *row,
                const WbResultsModel *model,
                const WbToolResult   *tool)
{
  for (guint i = 0; i < model->currencies->len; i++) {
    const char *currency = g_ptr_array_index (model->currencies, i);
    const WbResultMoney *found = NULL;

    if (!is_shown (model, currency))
      continue;
    for (guint j = 0; j < tool->money->len && !found; j++) {
      const WbResultMoney *money = g_ptr_array_index (tool->money, j);

      if (g_str_equal (money->currency, currency))
        found = money;
    }
    add_money (row, found ? found->revenue : 0, currency);
    add_money (row, found ? found->revenue_probable : 0, currency);
  }
}

static void
write_tools (GPtrArray            *rows,
             const WbResultsModel *model)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);

  add_text (row, _ ("Offer"));
  add_count_titles (row);
  add_interval_titles (row);
  add_money_titles (row, model);
  add_text (row, _ ("Offered before"));
  add_text (row, _ ("Ordered again before, certain"));
  add_text (row, _ ("Ordered again before, probable"));
  end_row (rows, row);
  for (guint i = 0; i < model->results->tools->len; i++) {
    const WbToolResult *tool = g_ptr_array_index (model->results->tools, i);

    add_text (row, wb_tool_words (tool->tool));
    add_counts (row, tool->sum);
    add_interval (row, wb_results_model_count_orders (model, tool->sum), tool->sum->offered);
    add_tool_money (row, model, tool);
    add_count (row, tool->before ? tool->before->offered : 0);
    add_count (row, tool->before ? tool->before->used : 0);
    add_count (row, tool->before ? tool->before->used_probable : 0);
    end_row (rows, row);
  }
}

static void
write_types (GPtrArray            *rows,
             const WbResultsModel *model,
             WbResultsNameFunc     name_type,
             gpointer              name_data)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);

  add_text (row, _ ("Ticket type"));
  add_text (row, _ ("Offer"));
  add_count_titles (row);
  add_interval_titles (row);
  end_row (rows, row);
  for (guint i = 0; i < model->types->len; i++) {
    const WbFunnelRow *sum = g_ptr_array_index (model->types, i);
    const char *name = sum->type ? name_type (name_data, sum->type) : NULL;

    if (model->question->type && g_strcmp0 (model->question->type, sum->type) != 0)
      continue;
    add_text (row, name ? name : sum->type);
    add_text (row, wb_tool_words (sum->tool));
    add_counts (row, sum);
    add_interval (row, wb_results_model_count_orders (model, sum), sum->offered);
    end_row (rows, row);
  }
}

/* Money only where it is of one currency. */
static void
write_days (GPtrArray            *rows,
            const WbResultsModel *model)
{
  const char *currency = model->question->currency;
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);

  add_text (row, _ ("Day"));
  add_text (row, _ ("Offer"));
  add_count_titles (row);
  if (currency) {
    g_ptr_array_add (row, g_strdup_printf (_ ("Revenue in %s, certain"), currency));
    g_ptr_array_add (row, g_strdup_printf (_ ("Revenue in %s, probable"), currency));
  }
  end_row (rows, row);
  for (guint i = 0; i < model->days->len; i++) {
    const WbFunnelRow *sum = g_ptr_array_index (model->days, i);

    g_ptr_array_add (row, wb_date_format (sum->day));
    add_text (row, wb_tool_words (sum->tool));
    add_counts (row, sum);
    if (currency) {
      add_money (row, sum->revenue, currency);
      add_money (row, sum->revenue_probable, currency);
    }
    end_row (rows, row);
  }
}

static void
write_call_row (GPtrArray         *rows,
                GPtrArray         *row,
                const WbPeriod    *period,
                const WbCallCount *calls)
{
  g_ptr_array_add (row, wb_date_format (period->from));
  g_ptr_array_add (row, wb_date_format (period->to));
  add_count (row, calls->asked);
  add_count (row, calls->open);
  add_count (row, calls->in_goal);
  add_count (row, calls->goal_counted);
  add_interval (row, calls->in_goal, calls->goal_counted);
  add_count (row, calls->in_promise);
  add_count (row, calls->promise_counted);
  add_interval (row, calls->in_promise, calls->promise_counted);
  for (WbCallEnd end = 0; end < WB_N_CALL_ENDS; end++)
    add_count (row, calls->ends[end]);
  end_row (rows, row);
}

static void
write_calls (GPtrArray            *rows,
             const WbResultsModel *model)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);

  add_text (row, _ ("First day"));
  add_text (row, _ ("Last day"));
  add_text (row, _ ("Asked for"));
  add_text (row, _ ("Still open"));
  add_text (row, _ ("Answered within the goal"));
  add_text (row, _ ("Counted for it"));
  add_interval_titles (row);
  add_text (row, _ ("Answered within 2 days"));
  add_text (row, _ ("Counted for it"));
  add_interval_titles (row);
  for (WbCallEnd end = 0; end < WB_N_CALL_ENDS; end++)
    add_text (row, wb_outcome_label (wb_outcome_from_text (wb_call_end_to_text (end))));
  end_row (rows, row);
  write_call_row (rows, row, &model->question->period, model->calls);
  write_call_row (rows, row, &model->before, model->calls_before);
}

/**
 * wb_results_csv_make:
 * @model: the numbers
 * @file: which table
 * @name_type: what ticket types are called
 * @name_data: for @name_type
 *
 * Returns: (transfer full) (element-type GStrv): the file's rows, titles first
 */
GPtrArray *
wb_results_csv_make (const WbResultsModel *model,
                     WbResultsFile         file,
                     WbResultsNameFunc     name_type,
                     gpointer              name_data)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  switch (file) {
    case WB_RESULTS_FILE_TOOLS:
      write_tools (rows, model);
      break;
    case WB_RESULTS_FILE_TYPES:
      write_types (rows, model, name_type, name_data);
      break;
    case WB_RESULTS_FILE_DAYS:
      write_days (rows, model);
      break;
    case WB_RESULTS_FILE_CALLS:
      write_calls (rows, model);
      break;
    default:
      g_assert_not_reached ();
  }

  return rows;
}
