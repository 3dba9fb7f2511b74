/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of the forecast; see wb-forecast-window.h. What it says comes from
 * wb-coupon-forecast.h, as in winbackctl. */

#include "config.h"

#include "wb-forecast-window.h"

#include "wb-coupon-forecast.h"
#include "wb-dialog.h"
#include "wb-offer-store.h"

#include <glib/gi18n-lib.h>

#define WINDOW_WIDTH 560
#define WINDOW_HEIGHT 680

struct _WbForecastWindow
{
  AdwWindow parent_instance;

  GtkWidget *type;
  GtkWidget *shop;
  GtkWidget *currency;
  GtkWidget *answers;

  WbContext *context;     /* (owned) */
  GPtrArray *types;       /* (owned) (element-type WbTicketType) as listed */
  GPtrArray *stores;      /* (owned) (element-type WbMerchantStore) as listed */
  GStrv currencies;       /* (owned) as listed: all that any shop takes */
};

G_DEFINE_FINAL_TYPE (WbForecastWindow, wb_forecast_window, ADW_TYPE_WINDOW)

static const struct
{
  WbForecastKind kind;
  const char *title;
  const char *icon;
  const char *css;
} parts[] = {
  { WB_FORECAST_CANNOT, N_ ("In the way"), "dialog-warning-symbolic", "warning" },
  { WB_FORECAST_RESULT, N_ ("The customer gets"), "wb-coupon-symbolic", NULL },
  { WB_FORECAST_NOTE, N_ ("What the shop makes of it"), "dialog-information-symbolic",
    "dim-label" },
  { WB_FORECAST_SENT, N_ ("What is sent to the shop"), "go-next-symbolic", "dim-label" },
};

static GtkWidget *
make_row (const WbForecastLine *line,
          const char           *icon_name,
          const char           *css)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);

  if (css)
    gtk_widget_add_css_class (icon, css);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->words);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  return row;
}

static void
add_part (WbForecastWindow *self,
          GPtrArray        *lines,
          guint             part)
{
  GtkWidget *group = NULL;

  for (guint i = 0; i < lines->len; i++) {
    const WbForecastLine *line = g_ptr_array_index (lines, i);

    if (line->kind != parts[part].kind)
      continue;
    if (!group) {
      group = adw_preferences_group_new ();
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ (parts[part].title));
      gtk_box_append (GTK_BOX (self->answers), group);
    }
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               make_row (line, parts[part].icon, parts[part].css));
  }
}

static void
show_lines (WbForecastWindow *self)
{
  guint type = adw_combo_row_get_selected (ADW_COMBO_ROW (self->type));
  guint shop = adw_combo_row_get_selected (ADW_COMBO_ROW (self->shop));
  guint currency = adw_combo_row_get_selected (ADW_COMBO_ROW (self->currency));
  g_autoptr (WbOfferSet) set = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  const WbTicketType *chosen = NULL;
  GtkWidget *child = NULL;

  if (!self->context || type >= self->types->len || shop >= self->stores->len ||
      !self->currencies || currency >= g_strv_length (self->currencies))
    return;

  while ((child = gtk_widget_get_first_child (self->answers)))
    gtk_box_remove (GTK_BOX (self->answers), child);
  chosen = g_ptr_array_index (self->types, type);
  set = wb_offer_store_get (wb_context_get_reader (self->context), chosen->id, NULL);
  lines = wb_coupon_forecast (set, self->currencies[currency],
                              g_ptr_array_index (self->stores, shop),
                              wb_context_now (self->context), wb_context_get_zone (self->context));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    add_part (self, lines, i);
}

/* A shop's own currency first: any other is a question a person asks on purpose. */
static void
shop_changed_cb (WbForecastWindow *self)
{
  guint shop = adw_combo_row_get_selected (ADW_COMBO_ROW (self->shop));
  const WbMerchantStore *store = NULL;

  if (shop >= self->stores->len)
    return;
  store = g_ptr_array_index (self->stores, shop);
  for (guint i = 0; store->currencies && store->currencies[0] && self->currencies[i]; i++) {
    if (g_str_equal (self->currencies[i], store->currencies[0]))
      adw_combo_row_set_selected (ADW_COMBO_ROW (self->currency), i);
  }
  show_lines (self);
}

static void
set_choices (GtkWidget *row,
             GStrv      names)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new ((const char *const *) names);

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
}

static void
fill (WbForecastWindow *self,
      const char       *type_id)
{
  GPtrArray *types = wb_context_get_types (self->context);
  GPtrArray *stores = wb_context_get_stores (self->context);
  g_autoptr (GStrvBuilder) type_names = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) store_names = g_strv_builder_new ();
  g_auto (GStrv) type_list = NULL;
  g_auto (GStrv) store_list = NULL;
  guint wanted = 0;

  for (guint i = 0; types && i < types->len; i++) {
    WbTicketType *type = g_ptr_array_index (types, i);

    if (g_strcmp0 (type->id, type_id) == 0)
      wanted = self->types->len;
    g_ptr_array_add (self->types, wb_ticket_type_ref (type));
    g_strv_builder_add (type_names, wb_context_get_type_name (self->context, type->id));
  }
  for (guint i = 0; stores && i < stores->len; i++) {
    WbMerchantStore *store = g_ptr_array_index (stores, i);

    g_ptr_array_add (self->stores, wb_merchant_store_ref (store));
    g_strv_builder_add (store_names, store->name ? store->name : store->store_id);
  }
  self->currencies = wb_merchant_stores_coupon_currencies (stores);
  type_list = g_strv_builder_end (type_names);
  store_list = g_strv_builder_end (store_names);
  set_choices (self->currency, self->currencies);
  set_choices (self->type, type_list);
  set_choices (self->shop, store_list);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->type), wanted);
  shop_changed_cb (self);
}

static void
wb_forecast_window_dispose (GObject *object)
{
  g_clear_object (&WB_FORECAST_WINDOW (object)->context);

  G_OBJECT_CLASS (wb_forecast_window_parent_class)->dispose (object);
}

static void
wb_forecast_window_finalize (GObject *object)
{
  WbForecastWindow *self = WB_FORECAST_WINDOW (object);

  g_ptr_array_unref (self->types);
  g_ptr_array_unref (self->stores);
  g_strfreev (self->currencies);

  G_OBJECT_CLASS (wb_forecast_window_parent_class)->finalize (object);
}

static void
wb_forecast_window_class_init (WbForecastWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_forecast_window_dispose;
  object_class->finalize = wb_forecast_window_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/winback/app/connections/wb-forecast-window.ui");
  gtk_widget_class_bind_template_child (widget_class, WbForecastWindow, type);
  gtk_widget_class_bind_template_child (widget_class, WbForecastWindow, shop);
  gtk_widget_class_bind_template_child (widget_class, WbForecastWindow, currency);
  gtk_widget_class_bind_template_child (widget_class, WbForecastWindow, answers);
  gtk_widget_class_bind_template_callback (widget_class, show_lines);
  gtk_widget_class_bind_template_callback (widget_class, shop_changed_cb);
  wb_dialog_install (widget_class);
}

static void
wb_forecast_window_init (WbForecastWindow *self)
{
  self->types = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_ticket_type_unref);
  self->stores = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_merchant_store_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_forecast_window_open:
 * @context: the workspace
 * @parent: the window it stands above
 * @type_id: (nullable): the type to begin with
 *
 * Returns: (transfer none): the window, shown
 */
WbForecastWindow *
wb_forecast_window_open (WbContext  *context,
                         GtkWindow  *parent,
                         const char *type_id)
{
  WbForecastWindow *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_FORECAST_WINDOW, NULL);
  self->context = g_object_ref (context);
  fill (self, type_id);
  wb_dialog_open (GTK_WINDOW (self), parent, WINDOW_WIDTH, WINDOW_HEIGHT);

  return self;
}
