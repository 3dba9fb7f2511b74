/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The columns of coupons; see wb-coupon-columns.h. */

#include "config.h"

#include "wb-coupon-columns.h"

#include "wb-coupon-words.h"

#include <glib/gi18n-lib.h>

/* Below this a row is a card, at letters of the usual size. */
#define CARD_WIDTH 460
#define USUAL_PERCENT 100

struct _WbCouponColumns
{
  GObject parent_instance;

  int percent;
  gboolean has_shops;
  int width;                                  /* what places are for; -1 = for nothing */
  WbCouponPlace places[WB_COUPON_N_COLUMNS];
};

G_DEFINE_FINAL_TYPE (WbCouponColumns, wb_coupon_columns, G_TYPE_OBJECT)

static const struct
{
  const char *title;
  int least;        /* in pixels, at letters of the usual size */
  int wanted;
  int rank;         /* the highest is left out first */
  gboolean is_number;
  gboolean has_sort;
  WbCouponSort sort;
} column_table[WB_COUPON_N_COLUMNS] = {
  [WB_COUPON_COLUMN_CODE] = { NC_ ("column of coupons", "Code"), 172, 190, 0 },
  [WB_COUPON_COLUMN_STATE] = { NC_ ("column of coupons", "State"), 106, 120, 1 },
  [WB_COUPON_COLUMN_VALUE] = { NC_ ("column of coupons", "Value"), 68, 92, 2, TRUE, TRUE,
                               WB_COUPON_SORT_VALUE },
  [WB_COUPON_COLUMN_MINIMUM] = { NC_ ("column of coupons", "Minimum"), 82, 92, 9, TRUE },
  [WB_COUPON_COLUMN_EXPIRES] = { NC_ ("column of coupons", "Expires"), 60, 92, 3, FALSE, TRUE,
                                 WB_COUPON_SORT_EXPIRES },
  [WB_COUPON_COLUMN_TICKET] = { NC_ ("column of coupons", "Ticket"), 94, 180, 4 },
  [WB_COUPON_COLUMN_SHOP] = { NC_ ("column of coupons", "Shop"), 68, 170, 8 },
  [WB_COUPON_COLUMN_ISSUED] = { NC_ ("column of coupons", "Issued"), 80, 190, 5, FALSE, TRUE,
                                WB_COUPON_SORT_CREATED },
  [WB_COUPON_COLUMN_USED] = { NC_ ("column of coupons", "Used"), 136, 190, 6, FALSE, TRUE,
                              WB_COUPON_SORT_USED },
  [WB_COUPON_COLUMN_REVENUE] = { NC_ ("column of coupons", "Revenue"), 148, 200, 7, TRUE },
};

static int
scale (WbCouponColumns *self,
       int              pixels)
{
  return pixels * self->percent / USUAL_PERCENT;
}

static gboolean
is_wanted (WbCouponColumns *self,
           int              column)
{
  return column != WB_COUPON_COLUMN_SHOP || self->has_shops;
}

/* Takes in columns by rank as long as there is room; gives what room is left over. */
static int
choose (WbCouponColumns *self,
        int              room)
{
  for (int rank = 0; rank < WB_COUPON_N_COLUMNS; rank++) {
    for (int i = 0; i < WB_COUPON_N_COLUMNS; i++) {
      int least = scale (self, column_table[i].least) + (rank > 0 ? WB_COUPON_COLUMN_GAP : 0);

      if (column_table[i].rank != rank || !is_wanted (self, i))
        continue;
      /* The first that does not fit ends it: a lesser one in its place would come and go with each
       * pixel. */
      if (least > room && rank > 0)
        return room;
      self->places[i].width = scale (self, column_table[i].least);
      room -= least;
    }
  }

  return room;
}

/* Shares the room left over by how much more each column could do with; more than all want goes to
 * all alike. */
static void
widen (WbCouponColumns *self,
       int              room)
{
  int total = 0;
  int n_columns = 0;
  int share = 0;
  int surplus = 0;

  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++) {
    if (self->places[i].width > 0) {
      total += scale (self, column_table[i].wanted) - self->places[i].width;
      n_columns++;
    }
  }
  share = MIN (room, total);
  surplus = n_columns > 0 ? (room - share) / n_columns : 0;
  for (int i = 0; i < WB_COUPON_N_COLUMNS && total > 0; i++) {
    int more = scale (self, column_table[i].wanted) - self->places[i].width;

    if (self->places[i].width > 0)
      self->places[i].width += share * more / total + surplus;
  }
}

static void
wb_coupon_columns_class_init (WbCouponColumnsClass *klass)
{
}

static void
wb_coupon_columns_init (WbCouponColumns *self)
{
  self->percent = USUAL_PERCENT;
  self->width = -1;
  self->has_shops = TRUE;
}

/**
 * wb_coupon_columns_new:
 *
 * Returns: (transfer full): the columns, at letters of the usual size
 */
WbCouponColumns *
wb_coupon_columns_new (void)
{
  return g_object_new (WB_TYPE_COUPON_COLUMNS, NULL);
}

/**
 * wb_coupon_columns_set_scale:
 * @self: the columns
 * @percent: how wide letters are, in hundredths of what they usually are
 */
void
wb_coupon_columns_set_scale (WbCouponColumns *self,
                             int              percent)
{
  g_return_if_fail (WB_IS_COUPON_COLUMNS (self));
  g_return_if_fail (percent > 0);

  self->percent = percent;
  self->width = -1;
}

/**
 * wb_coupon_columns_set_has_shops:
 * @self: the columns
 * @has_shops: whether a row says of which shop it is
 */
void
wb_coupon_columns_set_has_shops (WbCouponColumns *self,
                                 gboolean         has_shops)
{
  g_return_if_fail (WB_IS_COUPON_COLUMNS (self));

  self->has_shops = has_shops;
  self->width = -1;
}

/**
 * wb_coupon_columns_are_cards:
 * @self: the columns
 * @width: of a row, in pixels
 *
 * Returns: `TRUE` if there is no room for a table
 */
gboolean
wb_coupon_columns_are_cards (WbCouponColumns *self,
                             int              width)
{
  g_return_val_if_fail (WB_IS_COUPON_COLUMNS (self), FALSE);

  return width < scale (self, CARD_WIDTH);
}

/**
 * wb_coupon_columns_fit:
 * @self: the columns
 * @width: of a row, in pixels
 *
 * Returns: (transfer none) (array fixed-size=10): the place of each column; until the next call
 */
const WbCouponPlace *
wb_coupon_columns_fit (WbCouponColumns *self,
                       int              width)
{
  int x = WB_COUPON_PAD_X;

  g_return_val_if_fail (WB_IS_COUPON_COLUMNS (self), NULL);

  if (self->width == width)
    return self->places;

  self->width = width;
  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++)
    self->places[i] = (WbCouponPlace) { 0, 0 };
  widen (self, choose (self, width - 2 * WB_COUPON_PAD_X));
  for (int i = 0; i < WB_COUPON_N_COLUMNS; i++) {
    self->places[i].x = x;
    if (self->places[i].width > 0)
      x += self->places[i].width + WB_COUPON_COLUMN_GAP;
  }

  return self->places;
}

/**
 * wb_coupon_column_title:
 * @column: a column
 *
 * Returns: (transfer none): its title, translated
 */
const char *
wb_coupon_column_title (WbCouponColumn column)
{
  g_return_val_if_fail (column < WB_COUPON_N_COLUMNS, "");

  return g_dpgettext2 (GETTEXT_PACKAGE, "column of coupons", column_table[column].title);
}

/**
 * wb_coupon_column_is_number:
 * @column: a column
 *
 * Returns: `TRUE` if what stands in it ends at its end, as numbers do
 */
gboolean
wb_coupon_column_is_number (WbCouponColumn column)
{
  g_return_val_if_fail (column < WB_COUPON_N_COLUMNS, FALSE);

  return column_table[column].is_number;
}

/**
 * wb_coupon_column_get_sort:
 * @column: a column
 * @sort_out: (out): the order by it
 *
 * Returns: `FALSE` if coupons cannot be ordered by it
 */
gboolean
wb_coupon_column_get_sort (WbCouponColumn  column,
                           WbCouponSort   *sort_out)
{
  g_return_val_if_fail (column < WB_COUPON_N_COLUMNS, FALSE);

  *sort_out = column_table[column].sort;

  return column_table[column].has_sort;
}

/**
 * wb_coupon_column_make_text:
 * @column: a column
 * @context: for names, the clock and the zone
 * @coupon: a coupon
 *
 * Returns: (transfer full): what stands in that cell
 */
char *
wb_coupon_column_make_text (WbCouponColumn  column,
                            WbContext      *context,
                            const WbCoupon *coupon)
{
  switch (column) {
    case WB_COUPON_COLUMN_CODE:
      return g_strdup (coupon->code ? coupon->code : C_ ("code of a coupon", "No code yet"));
    case WB_COUPON_COLUMN_STATE:
      return g_strdup (wb_coupon_state_label (coupon->state));
    case WB_COUPON_COLUMN_VALUE:
      return wb_coupon_words_value (coupon);
    case WB_COUPON_COLUMN_MINIMUM:
      return wb_coupon_words_minimum (coupon);
    case WB_COUPON_COLUMN_EXPIRES:
      return wb_coupon_words_expires (context, coupon);
    case WB_COUPON_COLUMN_TICKET:
      return wb_coupon_words_ticket (context, coupon);
    case WB_COUPON_COLUMN_SHOP:
      return wb_coupon_words_shop (context, coupon);
    case WB_COUPON_COLUMN_ISSUED:
      return wb_coupon_words_issued (context, coupon);
    case WB_COUPON_COLUMN_USED:
      return wb_coupon_words_used (context, coupon);
    case WB_COUPON_COLUMN_REVENUE:
      return wb_coupon_words_revenue_short (coupon);
    case WB_COUPON_N_COLUMNS:
    default:
      g_return_val_if_reached (NULL);
  }
}
