/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of statistics; see wb-wire-stats.h. What a row is of (its day, tool, place) and its counts
 * are refused when they are of another type, or below 0: a wrong number must not be shown as one.
 * Reasons and outcomes that we do not know are passed over. */

#include "config.h"

#include "wb-wire-stats.h"

#include "wb-money.h"
#include "wb-wire-builder.h"
#include "wb-wire-reader-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* More than a day brings; and a million rows of it still add up. */
#define MAX_NUMBER G_GINT64_CONSTANT (1000000000000)
#define MAX_SQUARES (4.0 * (double) MAX_NUMBER * (double) MAX_NUMBER)

static gint64
read_count (WbWireReader *reader,
            const char   *name,
            WbWireNeed    need,
            gint64        fallback)
{
  gint64 count = wb_wire_read_int (reader, name, need, fallback);

  if (count < 0 || count > MAX_NUMBER) {
    wb_wire_reader_refuse (reader, name, _ ("out of range"));
    return 0;
  }

  return count;
}

/* null and missing: it cannot be had, which is not 0. */
static gint64
read_count_or_none (WbWireReader *reader,
                    const char   *name)
{
  JsonNode *node = wb_wire_peek (reader, name);

  return node && !JSON_NODE_HOLDS_NULL (node) ? read_count (reader, name, WB_WIRE_REQUIRED, 0)
                                              : WB_COUNT_NONE;
}

static void
put_count (JsonObject *object,
           const char *name,
           gint64      count)
{
  if (count == WB_COUNT_NONE)
    json_object_set_null_member (object, name);
  else
    json_object_set_int_member (object, name, count);
}

/* Money of @currency; none of it without one. */
static gint64
read_money (WbWireReader *reader,
            const char   *name,
            const char   *currency)
{
  g_autofree char *text = wb_wire_read_decimal (reader, name, WB_WIRE_OPTIONAL);
  g_autoptr (GError) error = NULL;
  WbMoney money = WB_MONEY_NONE;

  if (!text)
    return 0;
  if (!currency) {
    wb_wire_reader_refuse (reader, name, _ ("money without a currency"));
    return 0;
  }
  if (!wb_money_parse_api (text, currency, TRUE, &money, &error)) {
    wb_wire_reader_refuse (reader, name, error->message);
    return 0;
  }
  if (money.minor < 0 || money.minor > MAX_NUMBER) {
    wb_wire_reader_refuse (reader, name, _ ("out of range"));
    return 0;
  }

  return money.minor;
}

static void
put_money (JsonObject *object,
           const char *name,
           const char *currency,
           gint64      minor)
{
  WbMoney money = { .minor = minor };
  g_autofree char *text = NULL;

  if (currency) {
    g_strlcpy (money.currency, currency, sizeof money.currency);
    text = wb_money_format_api (&money);
  }
  wb_wire_put_text (object, name, text);
}

/* A server that does not tell the squares leaves the widest spread that the sum allows: all of it
 * came from one ticket. */
static double
read_squares (WbWireReader *reader,
              const char   *name,
              double        sum)
{
  JsonNode *node = wb_wire_peek (reader, name);
  double squares = 0;

  if (!node || JSON_NODE_HOLDS_NULL (node))
    return sum * sum;
  if (!JSON_NODE_HOLDS_VALUE (node) || (json_node_get_value_type (node) != G_TYPE_INT64 &&
                                        json_node_get_value_type (node) != G_TYPE_DOUBLE)) {
    wb_wire_reader_refuse_type (reader, name, node, "number");
    return 0;
  }
  squares = json_node_get_double (node);
  if (!isfinite (squares) || squares < 0 || squares > MAX_SQUARES) {
    wb_wire_reader_refuse (reader, name, _ ("out of range"));
    return 0;
  }

  return squares;
}

/**
 * wb_wire_banner_count_decode:
 * @node: a row of reference/retino-api.md B.9
 *
 * Raw counts that are not told are those that were: a server without them filters nothing.
 *
 * Returns: (transfer full): the row; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbBannerCount *
wb_wire_banner_count_decode (JsonNode  *node,
                             GError   **error)
{
  g_autoptr (WbBannerCount) self = NULL;
  WbWireReader reader;
  WbWireReader filtered;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_banner_count_new ();
  wb_wire_reader_init (&reader, node);
  self->day = wb_wire_read_date (&reader, "date", WB_WIRE_REQUIRED);
  self->banner = wb_wire_read_id (&reader, "banner", WB_WIRE_REQUIRED);
  self->placement = wb_wire_read_text (&reader, "placement", WB_WIRE_REQUIRED);
  self->type = wb_wire_read_id (&reader, "type", WB_WIRE_OPTIONAL);
  self->impressions = read_count_or_none (&reader, "impressions");
  self->impressions_raw = read_count_or_none (&reader, "impressions_raw");
  if (self->impressions_raw == WB_COUNT_NONE)
    self->impressions_raw = self->impressions;
  self->clicks = read_count (&reader, "clicks", WB_WIRE_REQUIRED, 0);
  self->clicks_raw = read_count (&reader, "clicks_raw", WB_WIRE_OPTIONAL, self->clicks);
  wb_wire_enter (&reader, "clicks_filtered", WB_WIRE_OPTIONAL, &filtered);
  self->clicks_with_views = self->impressions == WB_COUNT_NONE ? 0 : self->clicks;
  for (int i = WB_VERDICT_COUNTED + 1; i < WB_N_VERDICTS; i++)
    self->filtered[i] = read_count (&filtered, wb_verdict_to_text (i), WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_banner_count_encode:
 * @record: (type WbBannerCount): the row
 *
 * Returns: (transfer full): it in the form of reference/retino-api.md B.9
 */
JsonNode *
wb_wire_banner_count_encode (gconstpointer record)
{
  const WbBannerCount *self = record;
  JsonObject *object = NULL;
  JsonObject *filtered = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_date (object, "date", self->day);
  wb_wire_put_text (object, "banner", self->banner);
  wb_wire_put_text (object, "placement", self->placement);
  wb_wire_put_text (object, "type", self->type);
  put_count (object, "impressions", self->impressions);
  put_count (object, "impressions_raw", self->impressions_raw);
  json_object_set_int_member (object, "clicks", self->clicks);
  json_object_set_int_member (object, "clicks_raw", self->clicks_raw);
  filtered = json_object_new ();
  for (int i = WB_VERDICT_COUNTED + 1; i < WB_N_VERDICTS; i++) {
    if (self->filtered[i] > 0)
      json_object_set_int_member (filtered, wb_verdict_to_text (i), self->filtered[i]);
  }
  json_object_set_object_member (object, "clicks_filtered", filtered);

  return wb_wire_take_object (object);
}

static WbTool
read_tool (WbWireReader *reader)
{
  g_autofree char *text = wb_wire_read_text (reader, "tool", WB_WIRE_REQUIRED);

  for (int i = 0; text && i < WB_N_TOOLS; i++) {
    if (g_str_equal (text, wb_tool_to_text (i)))
      return i;
  }
  /* To pass over a tool would leave its orders out without a word. */
  if (text)
    wb_wire_reader_refuse (reader, "tool", _ ("not a tool that is known"));

  return WB_TOOL_COUPON;
}

/**
 * wb_wire_funnel_row_decode:
 * @node: a row of GET /remarketing/stats/funnel
 *
 * Returns: (transfer full): the row; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbFunnelRow *
wb_wire_funnel_row_decode (JsonNode  *node,
                           GError   **error)
{
  g_autoptr (WbFunnelRow) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_funnel_row_new ();
  wb_wire_reader_init (&reader, node);
  self->day = wb_wire_read_date (&reader, "date", WB_WIRE_REQUIRED);
  self->has_tool = TRUE;
  self->tool = read_tool (&reader);
  self->type = wb_wire_read_id (&reader, "type", WB_WIRE_OPTIONAL);
  self->placement = wb_wire_read_text (&reader, "placement", WB_WIRE_OPTIONAL);
  self->currency = wb_wire_read_text (&reader, "currency", WB_WIRE_OPTIONAL);
  self->offered = read_count (&reader, "offered", WB_WIRE_REQUIRED, 0);
  self->shown = read_count_or_none (&reader, "shown");
  self->taken = read_count (&reader, "taken", WB_WIRE_REQUIRED, 0);
  self->used = read_count (&reader, "used", WB_WIRE_REQUIRED, 0);
  self->used_probable = read_count (&reader, "used_probable", WB_WIRE_OPTIONAL, 0);
  self->open = read_count (&reader, "open", WB_WIRE_OPTIONAL, 0);
  self->revenue = read_money (&reader, "revenue", self->currency);
  self->revenue_probable = read_money (&reader, "revenue_probable", self->currency);
  self->revenue_squares = read_squares (&reader, "revenue_squares", (double) self->revenue);
  self->revenue_all_squares = read_squares (&reader, "revenue_all_squares",
                                            (double) (self->revenue + self->revenue_probable));

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_funnel_row_encode:
 * @record: (type WbFunnelRow): the row of one tool
 *
 * Returns: (transfer full): it as wb_wire_funnel_row_decode() reads it
 */
JsonNode *
wb_wire_funnel_row_encode (gconstpointer record)
{
  const WbFunnelRow *self = record;
  JsonObject *object = NULL;

  g_return_val_if_fail (self && self->has_tool, NULL);

  object = json_object_new ();
  wb_wire_put_date (object, "date", self->day);
  wb_wire_put_text (object, "tool", wb_tool_to_text (self->tool));
  wb_wire_put_text (object, "type", self->type);
  wb_wire_put_text (object, "placement", self->placement);
  wb_wire_put_text (object, "currency", self->currency);
  json_object_set_int_member (object, "offered", self->offered);
  put_count (object, "shown", self->shown);
  json_object_set_int_member (object, "taken", self->taken);
  json_object_set_int_member (object, "used", self->used);
  json_object_set_int_member (object, "used_probable", self->used_probable);
  json_object_set_int_member (object, "open", self->open);
  put_money (object, "revenue", self->currency, self->revenue);
  put_money (object, "revenue_probable", self->currency, self->revenue_probable);
  json_object_set_double_member (object, "revenue_squares", self->revenue_squares);
  json_object_set_double_member (object, "revenue_all_squares", self->revenue_all_squares);

  return wb_wire_take_object (object);
}

/**
 * wb_wire_call_count_decode:
 * @node: a row of GET /remarketing/stats/calls
 *
 * Returns: (transfer full): the row; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbCallCount *
wb_wire_call_count_decode (JsonNode  *node,
                           GError   **error)
{
  g_autoptr (WbCallCount) self = NULL;
  WbWireReader reader;
  WbWireReader outcomes;

  g_return_val_if_fail (node, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_call_count_new ();
  wb_wire_reader_init (&reader, node);
  self->day = wb_wire_read_date (&reader, "date", WB_WIRE_REQUIRED);
  self->type = wb_wire_read_id (&reader, "type", WB_WIRE_OPTIONAL);
  self->asked = read_count (&reader, "asked", WB_WIRE_REQUIRED, 0);
  self->open = read_count (&reader, "open", WB_WIRE_REQUIRED, 0);
  self->in_goal = read_count (&reader, "in_goal", WB_WIRE_REQUIRED, 0);
  self->goal_counted = read_count (&reader, "goal_counted", WB_WIRE_REQUIRED, 0);
  self->in_promise = read_count (&reader, "in_promise", WB_WIRE_REQUIRED, 0);
  self->promise_counted = read_count (&reader, "promise_counted", WB_WIRE_REQUIRED, 0);
  wb_wire_enter (&reader, "outcomes", WB_WIRE_OPTIONAL, &outcomes);
  for (int i = 0; i < WB_N_CALL_ENDS; i++)
    self->ends[i] = read_count (&outcomes, wb_call_end_to_text (i), WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_call_count_encode:
 * @record: (type WbCallCount): the row
 *
 * Returns: (transfer full): it as wb_wire_call_count_decode() reads it
 */
JsonNode *
wb_wire_call_count_encode (gconstpointer record)
{
  const WbCallCount *self = record;
  JsonObject *object = NULL;
  JsonObject *outcomes = NULL;

  g_return_val_if_fail (self, NULL);

  object = json_object_new ();
  wb_wire_put_date (object, "date", self->day);
  wb_wire_put_text (object, "type", self->type);
  json_object_set_int_member (object, "asked", self->asked);
  json_object_set_int_member (object, "open", self->open);
  json_object_set_int_member (object, "in_goal", self->in_goal);
  json_object_set_int_member (object, "goal_counted", self->goal_counted);
  json_object_set_int_member (object, "in_promise", self->in_promise);
  json_object_set_int_member (object, "promise_counted", self->promise_counted);
  outcomes = json_object_new ();
  for (int i = 0; i < WB_N_CALL_ENDS; i++) {
    if (self->ends[i] > 0)
      json_object_set_int_member (outcomes, wb_call_end_to_text (i), self->ends[i]);
  }
  json_object_set_object_member (object, "outcomes", outcomes);

  return wb_wire_take_object (object);
}

/**
 * wb_wire_stat_facts_decode:
 * @page: an answer of statistics, whole
 *
 * Returns: (transfer full): what it says beside its rows; `NULL` with WB_WIRE_ERROR_BAD_SHAPE
 */
WbStatFacts *
wb_wire_stat_facts_decode (JsonNode  *page,
                           GError   **error)
{
  g_autoptr (WbStatFacts) self = NULL;
  WbWireReader reader;

  g_return_val_if_fail (page, NULL);
  g_return_val_if_fail (!error || !*error, NULL);

  self = wb_stat_facts_new ();
  wb_wire_reader_init (&reader, page);
  self->time_zone = wb_wire_read_text (&reader, "time_zone", WB_WIRE_OPTIONAL);
  self->final_until = wb_wire_read_date (&reader, "final_until", WB_WIRE_OPTIONAL);
  self->epoch = wb_wire_read_int (&reader, "epoch", WB_WIRE_OPTIONAL, 0);

  return wb_wire_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * wb_wire_stat_facts_put:
 * @page: a page made by wb_wire_page_encode()
 * @facts: what is said beside its rows
 *
 * Adds the members.
 */
void
wb_wire_stat_facts_put (JsonNode          *page,
                        const WbStatFacts *facts)
{
  JsonObject *object = NULL;

  g_return_if_fail (page && JSON_NODE_HOLDS_OBJECT (page));
  g_return_if_fail (facts);

  object = json_node_get_object (page);
  wb_wire_put_text (object, "time_zone", facts->time_zone);
  wb_wire_put_date (object, "final_until", facts->final_until);
  json_object_set_int_member (object, "epoch", facts->epoch);
}
