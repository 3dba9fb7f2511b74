/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-results-model.h. Few and narrow questions: what differs by currency, type and tool is
 * asked for once and folded here, so that a year costs about what a week does. */

#include "config.h"

#include "wb-results-model.h"

static void
init_model (WbResultsModel *self)
{
  self->calls = wb_call_count_new ();
  self->calls_before = wb_call_count_new ();
  self->currencies = g_ptr_array_new_with_free_func (g_free);
}

static void
clear_model (WbResultsModel *self)
{
  g_clear_pointer (&self->question, wb_results_question_free);
  g_clear_pointer (&self->results, wb_results_unref);
  g_clear_pointer (&self->days, g_ptr_array_unref);
  g_clear_pointer (&self->types, g_ptr_array_unref);
  g_clear_pointer (&self->calls, wb_call_count_unref);
  g_clear_pointer (&self->calls_before, wb_call_count_unref);
  g_clear_pointer (&self->banners, g_ptr_array_unref);
  g_clear_pointer (&self->coupons, g_ptr_array_unref);
  g_clear_pointer (&self->currencies, g_ptr_array_unref);
  for (int i = 0; i < WB_N_STATS; i++)
    wb_stat_state_clear (&self->states[i]);
}

WB_DEFINE_RECORD (WbResultsModel, wb_results_model, init_model, clear_model)

/**
 * wb_results_question_copy:
 * @self: a question
 *
 * Returns: (transfer full): the same
 */
WbResultsQuestion *
wb_results_question_copy (const WbResultsQuestion *self)
{
  WbResultsQuestion *copy = g_memdup2 (self, sizeof *self);

  copy->type = g_strdup (self->type);
  copy->currency = g_strdup (self->currency);

  return copy;
}

/**
 * wb_results_question_free:
 * @self: (transfer full): a question
 */
void
wb_results_question_free (WbResultsQuestion *self)
{
  g_free (self->type);
  g_free (self->currency);
  g_free (self);
}

static gboolean
is_asked (const char *asked,
          const char *value)
{
  return !asked || g_strcmp0 (asked, value) == 0;
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) wb_funnel_row_unref);
}

static void
add_row (GPtrArray         *rows,
         const WbFunnelRow *row)
{
  g_ptr_array_add (rows, wb_funnel_row_ref ((WbFunnelRow *) row));
}

/* Those of the type and currency that were asked for. */
static GPtrArray *
narrow_rows (const WbResultsQuestion *question,
             GPtrArray               *rows)
{
  GPtrArray *narrowed = new_rows ();

  for (guint i = 0; i < rows->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i);

    if (is_asked (question->type, row->type) && is_asked (question->currency, row->currency))
      add_row (narrowed, row);
  }

  return narrowed;
}

/* By type and tool; the rows are ordered so that those of one type follow one another. */
static GPtrArray *
sum_types (const WbResultsQuestion *question,
           GPtrArray               *rows)
{
  GPtrArray *types = new_rows ();

  for (guint i = 0; i < rows->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i);
    WbFunnelRow *sum = types->len > 0 ? g_ptr_array_index (types, types->len - 1) : NULL;

    if (!row->has_tool || !is_asked (question->currency, row->currency))
      continue;
    if (!sum || sum->tool != row->tool || g_strcmp0 (sum->type, row->type) != 0) {
      sum = wb_funnel_row_new ();
      sum->day = WB_DATE_NONE;
      sum->has_tool = TRUE;
      sum->tool = row->tool;
      sum->type = g_strdup (row->type);
      g_ptr_array_add (types, sum);
    }
    wb_funnel_row_add (sum, row);
  }

  return types;
}

static void
note_currencies (WbResultsModel *self,
                 GPtrArray      *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    const WbFunnelRow *row = g_ptr_array_index (rows, i);

    if (row->currency &&
        !g_ptr_array_find_with_equal_func (self->currencies, row->currency, g_str_equal, NULL))
      g_ptr_array_add (self->currencies, g_strdup (row->currency));
  }
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
read_funnel (WbResultsModel  *self,
             WbDb            *db,
             GError         **error)
{
  const WbResultsQuestion *question = self->question;
  WbStatQuery query = { .period = question->period,
                        .by = WB_STAT_BY_TYPE | WB_STAT_BY_TOOL | WB_STAT_BY_CURRENCY };
  WbStatQuery days = { .period = question->period,
                       .type = question->type,
                       .currency = question->currency,
                       .by = WB_STAT_BY_DAY | WB_STAT_BY_TOOL };
  WbResultsAsk ask = { question->period, question->type, question->currency,
                       question->with_probable };
  g_autoptr (GPtrArray) rows = wb_stat_store_funnel (db, &query, error);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) narrowed = NULL;
  g_autoptr (GPtrArray) narrowed_before = NULL;

  if (!rows)
    return FALSE;
  query.period = self->before;
  before = wb_stat_store_funnel (db, &query, error);
  if (!before)
    return FALSE;
  self->days = wb_stat_store_funnel (db, &days, error);
  if (!self->days)
    return FALSE;

  note_currencies (self, rows);
  note_currencies (self, before);
  g_ptr_array_sort (self->currencies, compare_texts);
  self->types = sum_types (question, rows);
  narrowed = narrow_rows (question, rows);
  narrowed_before = narrow_rows (question, before);
  self->results = wb_results_make (&ask, narrowed, narrowed_before);

  return TRUE;
}

static gboolean
read_calls (WbDb            *db,
            const WbPeriod  *period,
            const char      *type,
            WbCallCount     *sum,
            GError         **error)
{
  WbStatQuery query = { .period = *period, .type = type, .by = WB_STAT_BY_NOTHING };
  g_autoptr (GPtrArray) rows = wb_stat_store_calls (db, &query, error);

  for (guint i = 0; rows && i < rows->len; i++)
    wb_call_count_add (sum, g_ptr_array_index (rows, i));

  return rows != NULL;
}

/**
 * wb_results_model_read:
 * @db: a reader of the workspace
 * @question: what is asked
 * @error: return location
 *
 * Any thread. Errors: %WB_DB_ERROR.
 *
 * Returns: (transfer full) (nullable): the numbers
 */
WbResultsModel *
wb_results_model_read (WbDb                     *db,
                       const WbResultsQuestion  *question,
                       GError                  **error)
{
  g_autoptr (WbResultsModel) self = wb_results_model_new ();
  WbStatQuery banners = { .period = question->period,
                          .type = question->type,
                          .by = WB_STAT_BY_BANNER };

  self->question = wb_results_question_copy (question);
  self->before = wb_period_before (question->kind, &question->period);
  for (WbStatKind kind = 0; kind < WB_N_STATS; kind++) {
    if (!wb_stat_store_state (db, kind, &self->states[kind], error))
      return NULL;
  }
  if (!read_funnel (self, db, error) ||
      !read_calls (db, &question->period, question->type, self->calls, error) ||
      !read_calls (db, &self->before, question->type, self->calls_before, error))
    return NULL;
  self->banners = wb_stat_store_banners (db, &banners, error);
  if (!self->banners)
    return NULL;
  self->coupons = wb_coupon_store_totals (db, error);

  return self->coupons ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_results_model_was_read:
 * @self: a model
 *
 * Returns: whether the server ever told what it knows of offers
 */
gboolean
wb_results_model_was_read (const WbResultsModel *self)
{
  return self->states[WB_STAT_FUNNEL].facts != NULL;
}

/**
 * wb_results_model_has_offers:
 * @self: a model
 *
 * Returns: whether any tool was offered
 */
gboolean
wb_results_model_has_offers (const WbResultsModel *self)
{
  for (guint i = 0; i < self->results->tools->len; i++) {
    const WbToolResult *tool = g_ptr_array_index (self->results->tools, i);

    if (tool->sum->offered > 0)
      return TRUE;
  }

  return FALSE;
}

/**
 * wb_results_model_is_empty:
 * @self: a model
 *
 * Returns: whether there is nothing to tell of the period
 */
gboolean
wb_results_model_is_empty (const WbResultsModel *self)
{
  return !wb_results_model_has_offers (self) && self->calls->asked == 0;
}

/**
 * wb_results_model_find_tool:
 * @self: a model
 * @tool: which
 *
 * Returns: (nullable) (transfer none): its line
 */
const WbToolResult *
wb_results_model_find_tool (const WbResultsModel *self,
                            WbTool                tool)
{
  for (guint i = 0; i < self->results->tools->len; i++) {
    const WbToolResult *result = g_ptr_array_index (self->results->tools, i);

    if (result->tool == tool)
      return result;
  }

  return NULL;
}

/**
 * wb_results_model_count_orders:
 * @self: a model
 * @row: counts
 *
 * Returns: tickets with an order, probable ones as the question counts them
 */
gint64
wb_results_model_count_orders (const WbResultsModel *self,
                               const WbFunnelRow    *row)
{
  return row->used + (self->question->with_probable ? row->used_probable : 0);
}
