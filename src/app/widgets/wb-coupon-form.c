/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The form of a coupon; see wb-coupon-form.h. */

#include "config.h"

#include "wb-coupon-form.h"

#include "wb-format.h"
#include "wb-offer-text.h"
#include "wb-validity.h"

#include <glib/gi18n-lib.h>

#define USUAL_DAYS 14
#define MOST_DAYS 365
#define MOST_PERCENT 100

enum { KIND_FIXED, KIND_PERCENT };

struct _WbCouponForm
{
  AdwBin parent_instance;

  GtkWidget *shop;
  GtkWidget *currency;
  GtkWidget *kind;
  GtkWidget *value;
  GtkWidget *minimum;
  GtkWidget *days;
  GtkWidget *problem;

  WbContext *context;   /* (owned) */
  char *wanted;         /* (owned) (nullable) the currency of the ticket's order */
  gboolean filling;     /* a list of choices is being made */
  gboolean has_tried;   /* what is missing is said from then on */
};

G_DEFINE_FINAL_TYPE (WbCouponForm, wb_coupon_form, ADW_TYPE_BIN)

enum { CHANGED, SUBMITTED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const WbMerchantStore *
get_shop (WbCouponForm *self)
{
  GPtrArray *stores = wb_context_get_stores (self->context);
  guint i = adw_combo_row_get_selected (ADW_COMBO_ROW (self->shop));

  return i < stores->len ? g_ptr_array_index (stores, i) : NULL;
}

static const char *
get_currency (WbCouponForm *self)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (ADW_COMBO_ROW (self->currency));

  return item ? gtk_string_object_get_string (item) : NULL;
}

static gboolean
is_percent (WbCouponForm *self)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (self->kind)) == KIND_PERCENT;
}

/* NULL = nothing was written, or nothing that can be read: then *wrong_out. */
static char *
read_amount (GtkWidget  *row,
             const char *currency,
             gboolean   *wrong_out)
{
  g_autofree char *text =
    wb_offer_text_from_typed (gtk_editable_get_text (GTK_EDITABLE (row)), currency, NULL);

  *wrong_out = text && !wb_offer_text_is_readable (text);

  return text && !*wrong_out ? g_steal_pointer (&text) : NULL;
}

/* 0 = no number of days. */
static int
read_days (WbCouponForm *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->days)));
  guint64 days = 0;

  return g_ascii_string_to_unsigned (g_strstrip (text), 10, 1, MOST_DAYS, &days, NULL) ? (int) days
                                                                                       : 0;
}

static gboolean
is_above_zero (const char *amount,
               gint64      most)
{
  gint64 thousandths = 0;

  return amount && wb_decimal_parse (amount, 3, &thousandths, NULL) && thousandths > 0 &&
         (most == 0 || thousandths <= most * 1000);
}

/* What is wrong first, and with which field; NULL = nothing. */
static const char *
find_problem (WbCouponForm  *self,
              GtkWidget    **field_out)
{
  const char *currency = get_currency (self);
  gboolean wrong_value = FALSE;
  gboolean wrong_minimum = FALSE;
  g_autofree char *value =
    read_amount (self->value, is_percent (self) ? NULL : currency, &wrong_value);
  g_autofree char *minimum = read_amount (self->minimum, currency, &wrong_minimum);

  *field_out = self->value;
  if (!currency)
    return _ ("The shop has not told its currency yet. Check the connection.");
  if (!wrong_value && !value)
    return is_percent (self) ? _ ("Say how many percent the customer gets.")
                             : _ ("Say how much the customer gets.");
  if (is_percent (self) && !is_above_zero (value, MOST_PERCENT))
    return _ ("A percentage is above 0 and at most 100.");
  if (wrong_value || !is_above_zero (value, 0))
    return _ ("The value is an amount above zero.");
  *field_out = self->minimum;
  if (wrong_minimum)
    return _ ("The minimum order is an amount, or nothing.");
  *field_out = self->days;
  if (read_days (self) == 0)
    return _ ("It is valid for 1 to 365 days.");
  *field_out = NULL;

  return NULL;
}

static void
mark (GtkWidget *row,
      gboolean   wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static GtkWidget *
show_problem (WbCouponForm *self)
{
  GtkWidget *field = NULL;
  const char *words = self->has_tried ? find_problem (self, &field) : NULL;

  mark (self->value, field == self->value);
  mark (self->minimum, field == self->minimum);
  mark (self->days, field == self->days);
  gtk_label_set_text (GTK_LABEL (self->problem), WB_TEXT (words));
  gtk_widget_set_visible (self->problem, words != NULL);

  return field;
}

/* The currency has no row of its own where there is one alone. */
static void
show_unit (WbCouponForm *self)
{
  const char *currency = get_currency (self);
  g_autofree char *title = NULL;

  if (!is_percent (self) && !currency)
    title = g_strdup (_ ("Value"));
  else
    /* TRANSLATORS: a field's name and its unit: “Value (EUR)”, “Value (%)” */
    title = g_strdup_printf (_ ("Value (%s)"), is_percent (self) ? "%" : currency);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->value), title);
}

static void
changed_cb (WbCouponForm *self)
{
  if (self->filling)
    return;

  show_unit (self);
  show_problem (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
fill_currencies (WbCouponForm *self)
{
  const WbMerchantStore *shop = get_shop (self);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = 0; shop && shop->currencies && shop->currencies[i]; i++) {
    gtk_string_list_append (list, shop->currencies[i]);
    if (g_strcmp0 (shop->currencies[i], self->wanted) == 0)
      selected = i;
  }
  self->filling = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self->currency), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->currency), selected);
  self->filling = FALSE;
  gtk_widget_set_visible (self->currency, g_list_model_get_n_items (G_LIST_MODEL (list)) > 1);
}

static void
shop_changed_cb (WbCouponForm *self)
{
  if (self->filling)
    return;

  fill_currencies (self);
  changed_cb (self);
}

static gboolean
has_currency (const WbMerchantStore *shop,
              const char            *currency)
{
  return currency && shop->currencies &&
         g_strv_contains ((const char *const *) shop->currencies, currency);
}

/* The first shop that takes the order's currency is proposed. */
static void
fill_shops (WbCouponForm *self)
{
  GPtrArray *stores = wb_context_get_stores (self->context);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint selected = 0;

  for (guint i = stores->len; i > 0; i--) {
    if (has_currency (g_ptr_array_index (stores, i - 1), self->wanted))
      selected = i - 1;
  }
  for (guint i = 0; i < stores->len; i++) {
    const WbMerchantStore *store = g_ptr_array_index (stores, i);

    gtk_string_list_append (list, WB_TEXT (wb_context_get_shop_name (self->context, store->id)));
  }
  self->filling = TRUE;
  adw_combo_row_set_model (ADW_COMBO_ROW (self->shop), G_LIST_MODEL (list));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->shop), selected);
  self->filling = FALSE;
  gtk_widget_set_visible (self->shop, stores->len > 1);
  fill_currencies (self);
}

static void
submitted_cb (WbCouponForm *self)
{
  g_signal_emit (self, signals[SUBMITTED], 0);
}

static GtkWidget *
add_row (WbCouponForm *self,
         GtkWidget    *list,
         GType         type,
         const char   *title)
{
  GtkWidget *row = g_object_new (type, "title", title, NULL);

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  if (ADW_IS_ENTRY_ROW (row)) {
    g_signal_connect_swapped (row, "changed", G_CALLBACK (changed_cb), self);
    g_signal_connect_swapped (row, "entry-activated", G_CALLBACK (submitted_cb), self);
  }

  return row;
}

static void
make_fields (WbCouponForm *self)
{
  const char *const kinds[] = { _ ("An amount"), _ ("A percentage"), NULL };
  g_autoptr (GtkStringList) kind_list = gtk_string_list_new (kinds);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The coupon"), -1);
  self->shop = add_row (self, list, ADW_TYPE_COMBO_ROW, _ ("Shop"));
  self->currency = add_row (self, list, ADW_TYPE_COMBO_ROW, _ ("Currency"));
  self->kind = add_row (self, list, ADW_TYPE_COMBO_ROW, _ ("The customer gets"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->kind), G_LIST_MODEL (kind_list));
  self->value = add_row (self, list, ADW_TYPE_ENTRY_ROW, _ ("Value"));
  self->minimum = add_row (self, list, ADW_TYPE_ENTRY_ROW, _ ("Minimum order (optional)"));
  self->days = add_row (self, list, ADW_TYPE_ENTRY_ROW, _ ("Valid for days"));
  g_signal_connect_swapped (self->shop, "notify::selected", G_CALLBACK (shop_changed_cb), self);
  g_signal_connect_swapped (self->currency, "notify::selected", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->kind, "notify::selected", G_CALLBACK (changed_cb), self);

  self->problem = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->problem), 0);
  gtk_label_set_wrap (GTK_LABEL (self->problem), TRUE);
  gtk_widget_add_css_class (self->problem, "error");
  gtk_widget_set_visible (self->problem, FALSE);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (box), self->problem);
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
wb_coupon_form_dispose (GObject *object)
{
  WbCouponForm *self = WB_COUPON_FORM (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->wanted, g_free);

  G_OBJECT_CLASS (wb_coupon_form_parent_class)->dispose (object);
}

/* The rest is proposed; the value is what a person has to say. */
static gboolean
wb_coupon_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (WB_COUPON_FORM (widget)->value);
}

static void
wb_coupon_form_class_init (WbCouponFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_coupon_form_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = wb_coupon_form_grab_focus;

  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_COUPON_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[SUBMITTED] = g_signal_new ("submitted", WB_TYPE_COUPON_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_coupon_form_init (WbCouponForm *self)
{
}

/**
 * wb_coupon_form_new:
 * @context: the workspace, whose shops are chosen from
 *
 * Returns: (transfer floating): an empty form
 */
GtkWidget *
wb_coupon_form_new (WbContext *context)
{
  WbCouponForm *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_COUPON_FORM, NULL);
  self->context = g_object_ref (context);
  make_fields (self);
  wb_coupon_form_reset (self, NULL);

  return GTK_WIDGET (self);
}

/**
 * wb_coupon_form_reset:
 * @self: a form
 * @currency: (nullable): that of the ticket's order
 */
void
wb_coupon_form_reset (WbCouponForm *self,
                      const char   *currency)
{
  g_autofree char *days = g_strdup_printf ("%d", USUAL_DAYS);

  g_return_if_fail (WB_IS_COUPON_FORM (self));

  self->has_tried = FALSE;
  g_free (self->wanted);
  self->wanted = g_strdup (currency);
  fill_shops (self);
  self->filling = TRUE;
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->kind), KIND_FIXED);
  gtk_editable_set_text (GTK_EDITABLE (self->value), "");
  gtk_editable_set_text (GTK_EDITABLE (self->minimum), "");
  gtk_editable_set_text (GTK_EDITABLE (self->days), days);
  self->filling = FALSE;
  changed_cb (self);
}

/* What the fields say; whether it is all right is asked before. */
static WbCouponOrder *
make_order (WbCouponForm *self)
{
  WbCouponOrder *order = wb_coupon_order_new ();
  const WbMerchantStore *shop = get_shop (self);
  gboolean wrong = FALSE;

  order->connection = g_strdup (shop ? shop->id : NULL);
  order->currency = g_strdup (get_currency (self));
  order->kind = g_strdup (is_percent (self) ? WB_COUPON_KIND_PERCENT : WB_COUPON_KIND_FIXED);
  order->amount = read_amount (self->value, is_percent (self) ? NULL : order->currency, &wrong);
  order->min_order_value = read_amount (self->minimum, order->currency, &wrong);
  order->validity_days = read_days (self);

  return order;
}

/**
 * wb_coupon_form_describe:
 * @self: a form
 *
 * Returns: (transfer full) (nullable): what the customer will get; `NULL` while something is
 *   missing
 */
char *
wb_coupon_form_describe (WbCouponForm *self)
{
  GtkWidget *field = NULL;
  g_autoptr (WbCouponOrder) order = NULL;
  g_autofree char *offer = NULL;
  g_autofree char *day = NULL;
  GTimeZone *zone = NULL;
  gint64 now = 0;

  g_return_val_if_fail (WB_IS_COUPON_FORM (self), NULL);

  if (find_problem (self, &field))
    return NULL;
  order = make_order (self);
  now = wb_context_now (self->context);
  zone = wb_context_get_zone (self->context);
  offer = wb_format_offer (order->kind, order->amount, order->min_order_value, order->currency);
  day = wb_format_date (wb_validity_last_day (now, order->validity_days, zone), now, zone);

  return g_strdup_printf (_ ("%s, valid to the end of %s."), offer, day);
}

/**
 * wb_coupon_form_dup_order:
 * @self: a form
 *
 * Returns: (transfer full) (nullable): the order, without its ticket; `NULL` = something is missing
 *   or wrong, which the form says now
 */
WbCouponOrder *
wb_coupon_form_dup_order (WbCouponForm *self)
{
  GtkWidget *field = NULL;

  g_return_val_if_fail (WB_IS_COUPON_FORM (self), NULL);

  self->has_tried = TRUE;
  field = show_problem (self);
  if (field)
    gtk_widget_grab_focus (field);

  return find_problem (self, &field) ? NULL : make_order (self);
}
