/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Filters of coupons; see wb-coupon-filter.h. */

#include "config.h"

#include "wb-coupon-filter.h"

#define WEEK_DAYS 7
#define MANY_DAYS 30

struct _WbCouponQuestion
{
  WbCouponQuery query;     /* its texts are those of the filter */
  WbCouponFilter *filter;  /* (owned) */
};

/**
 * wb_coupon_filter_new:
 *
 * Returns: (transfer full): all coupons, newest first
 */
WbCouponFilter *
wb_coupon_filter_new (void)
{
  WbCouponFilter *self = g_new0 (WbCouponFilter, 1);

  self->first_day = WB_DATE_NONE;
  self->last_day = WB_DATE_NONE;

  return self;
}

void
wb_coupon_filter_free (WbCouponFilter *self)
{
  wb_coupon_filter_clear (self);
  g_free (self);
}

static WbCouponFilter *
copy_filter (const WbCouponFilter *self)
{
  WbCouponFilter *copy = wb_coupon_filter_new ();

  *copy = *self;
  copy->state = g_strdup (self->state);
  copy->type = g_strdup (self->type);
  copy->store = g_strdup (self->store);
  copy->currency = g_strdup (self->currency);
  copy->issued_by = g_strdup (self->issued_by);
  copy->period = g_strdup (self->period);
  copy->typed = g_strdup (self->typed);

  return copy;
}

static gboolean
has_text (const char *text)
{
  return text && *text != '\0';
}

/**
 * wb_coupon_filter_is_set:
 * @self: a filter
 *
 * Returns: `TRUE` if one of the filters leaves coupons out; what is typed is another matter
 */
gboolean
wb_coupon_filter_is_set (const WbCouponFilter *self)
{
  return has_text (self->state) || has_text (self->type) || has_text (self->store) ||
         has_text (self->currency) || self->issued_by || has_text (self->period);
}

/**
 * wb_coupon_filter_narrows:
 * @self: a filter
 *
 * Returns: `TRUE` if it leaves coupons out in any way
 */
gboolean
wb_coupon_filter_narrows (const WbCouponFilter *self)
{
  return wb_coupon_filter_is_set (self) || has_text (self->typed);
}

/**
 * wb_coupon_filter_clear:
 * @self: a filter
 *
 * Back to all coupons, in the same order.
 */
void
wb_coupon_filter_clear (WbCouponFilter *self)
{
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->store, g_free);
  g_clear_pointer (&self->currency, g_free);
  g_clear_pointer (&self->issued_by, g_free);
  g_clear_pointer (&self->period, g_free);
  g_clear_pointer (&self->typed, g_free);
  self->first_day = WB_DATE_NONE;
  self->last_day = WB_DATE_NONE;
}

/* The first day of the month, or of the one @months later. */
static gint32
get_month_start (gint32 day,
                 int    months)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, G_DATE_JANUARY, 1970);
  guint32 epoch = g_date_get_julian (date);

  g_date_add_days (date, day);
  g_date_set_day (date, 1);
  if (months > 0)
    g_date_add_months (date, months);
  else
    g_date_subtract_months (date, -months);

  return (gint32) (g_date_get_julian (date) - epoch);
}

static gint32
get_year_start (gint32 day)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, G_DATE_JANUARY, 1970);
  guint32 epoch = g_date_get_julian (date);

  g_date_add_days (date, day);
  g_date_set_dmy (date, 1, G_DATE_JANUARY, g_date_get_year (date));

  return (gint32) (g_date_get_julian (date) - epoch);
}

/**
 * wb_coupon_filter_get_days:
 * @self: a filter
 * @today: the day it is
 * @from_out: (out): the first day; %WB_DATE_NONE = open
 * @to_out: (out): the day after the last one; %WB_DATE_NONE = open
 *
 * Coupons issued on which days it lets through. Those up to today have no end: one that a service
 * with a fast clock issues is among them.
 */
void
wb_coupon_filter_get_days (const WbCouponFilter *self,
                           gint32                today,
                           gint32               *from_out,
                           gint32               *to_out)
{
  const char *period = self->period ? self->period : "";

  *from_out = WB_DATE_NONE;
  *to_out = WB_DATE_NONE;
  if (g_str_equal (period, WB_COUPON_PERIOD_TODAY)) {
    *from_out = today;
  } else if (g_str_equal (period, WB_COUPON_PERIOD_WEEK)) {
    *from_out = today - (WEEK_DAYS - 1);
  } else if (g_str_equal (period, WB_COUPON_PERIOD_DAYS)) {
    *from_out = today - (MANY_DAYS - 1);
  } else if (g_str_equal (period, WB_COUPON_PERIOD_MONTH)) {
    *from_out = get_month_start (today, 0);
  } else if (g_str_equal (period, WB_COUPON_PERIOD_LAST_MONTH)) {
    *from_out = get_month_start (today, -1);
    *to_out = get_month_start (today, 0);
  } else if (g_str_equal (period, WB_COUPON_PERIOD_YEAR)) {
    *from_out = get_year_start (today);
  } else if (g_str_equal (period, WB_COUPON_PERIOD_OTHER)) {
    *from_out = self->first_day;
    *to_out = self->last_day == WB_DATE_NONE ? WB_DATE_NONE : self->last_day + 1;
  }
}

static const char *
text_or_none (const char *text)
{
  return has_text (text) ? text : NULL;
}

static gint64
get_start (gint32     day,
           GTimeZone *zone)
{
  return day == WB_DATE_NONE ? WB_TIME_NONE : wb_date_start (day, zone);
}

/**
 * wb_coupon_question_new:
 * @filter: what is asked for
 * @limit: at most so many rows; 0 = all
 * @today: the day it is in @zone
 * @zone: the account's, in which days begin
 *
 * Returns: (transfer full): the question; any thread may hold it
 */
WbCouponQuestion *
wb_coupon_question_new (const WbCouponFilter *filter,
                        guint                 limit,
                        gint32                today,
                        GTimeZone            *zone)
{
  WbCouponQuestion *self = g_new0 (WbCouponQuestion, 1);
  gint32 from = WB_DATE_NONE;
  gint32 to = WB_DATE_NONE;

  self->filter = copy_filter (filter);
  wb_coupon_filter_get_days (filter, today, &from, &to);
  self->query = (WbCouponQuery) {
    .state = text_or_none (self->filter->state),
    .type = text_or_none (self->filter->type),
    .store = text_or_none (self->filter->store),
    .currency = text_or_none (self->filter->currency),
    .issued_by = self->filter->issued_by,
    .created_from = get_start (from, zone),
    .created_to = get_start (to, zone),
    .typed = text_or_none (self->filter->typed),
    .sort = filter->sort,
    .reversed = filter->reversed,
    .limit = limit,
  };

  return self;
}

void
wb_coupon_question_free (WbCouponQuestion *self)
{
  wb_coupon_filter_free (self->filter);
  g_free (self);
}

/**
 * wb_coupon_question_get_query:
 * @self: a question
 *
 * Returns: (transfer none): it, as the workspace understands it
 */
const WbCouponQuery *
wb_coupon_question_get_query (WbCouponQuestion *self)
{
  return &self->query;
}
