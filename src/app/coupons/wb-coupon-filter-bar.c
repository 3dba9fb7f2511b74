/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The row of filters; see wb-coupon-filter-bar.h. Menus are made when they are opened: counts and
 * names are those of then. */

#include "config.h"

#include "wb-coupon-filter-bar.h"

#include "wb-coupon-words.h"
#include "wb-date-field.h"
#include "wb-format.h"
#include "wb-spoken.h"

#include <glib/gi18n-lib.h>

#define BY_CUSTOMER "customer"

enum { CHIP_STATE, CHIP_TYPE, CHIP_STORE, CHIP_CURRENCY, CHIP_BY, CHIP_PERIOD, N_CHIPS };

struct _WbCouponFilterBar
{
  AdwBin parent_instance;

  GtkWidget *chips[N_CHIPS];
  GtkWidget *clear;
  GtkWidget *days_popover;
  GtkWidget *first_day;
  GtkWidget *last_day;

  WbContext *context;           /* (owned) */
  WbCouponFilter *filter;       /* (unowned) */
  GSimpleActionGroup *actions;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (WbCouponFilterBar, wb_coupon_filter_bar, ADW_TYPE_BIN)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static const struct
{
  const char *action;
  const char *label;  /* what it is about */
  const char *all;    /* the choice of everything */
} chip_table[N_CHIPS] = {
  [CHIP_STATE] = { "state", NC_ ("filter of coupons", "State"),
                   NC_ ("filter of coupons", "All states") },
  [CHIP_TYPE] = { "type", NC_ ("filter of coupons", "Ticket type"),
                  NC_ ("filter of coupons", "All types") },
  [CHIP_STORE] = { "store", NC_ ("filter of coupons", "Shop"),
                   NC_ ("filter of coupons", "All shops") },
  [CHIP_CURRENCY] = { "currency", NC_ ("filter of coupons", "Currency"),
                      NC_ ("filter of coupons", "All currencies") },
  [CHIP_BY] = { "by", NC_ ("filter of coupons", "Issued by"),
                NC_ ("filter of coupons", "Everybody") },
  [CHIP_PERIOD] = { "period", NC_ ("filter of coupons", "Issued"),
                    NC_ ("filter of coupons", "At any time") },
};

static const struct
{
  const char *name;
  const char *label;
} period_table[] = {
  { WB_COUPON_PERIOD_TODAY, NC_ ("period", "Today") },
  { WB_COUPON_PERIOD_WEEK, NC_ ("period", "Last 7 days") },
  { WB_COUPON_PERIOD_DAYS, NC_ ("period", "Last 30 days") },
  { WB_COUPON_PERIOD_MONTH, NC_ ("period", "This month") },
  { WB_COUPON_PERIOD_LAST_MONTH, NC_ ("period", "Last month") },
  { WB_COUPON_PERIOD_YEAR, NC_ ("period", "This year") },
};

static char **
get_field (WbCouponFilterBar *self,
           int                chip)
{
  switch (chip) {
    case CHIP_STATE:
      return &self->filter->state;
    case CHIP_TYPE:
      return &self->filter->type;
    case CHIP_STORE:
      return &self->filter->store;
    case CHIP_CURRENCY:
      return &self->filter->currency;
    case CHIP_BY:
      return &self->filter->issued_by;
    default:
      return &self->filter->period;
  }
}

/* What the action of a chip has for its state. */
static const char *
get_choice (WbCouponFilterBar *self,
            int                chip)
{
  const char *value = *get_field (self, chip);

  if (chip == CHIP_BY && value)
    return *value == '\0' ? BY_CUSTOMER : value;

  return value ? value : "";
}

static void
add_choice (GMenu      *menu,
            int         chip,
            const char *value,
            const char *label)
{
  g_autofree char *action = g_strdup_printf ("filter.%s", chip_table[chip].action);
  /* A name's underscore is not a key. */
  g_auto (GStrv) parts = g_strsplit (label, "_", -1);
  g_autofree char *escaped = g_strjoinv ("__", parts);
  g_autoptr (GMenuItem) item = g_menu_item_new (escaped, NULL);

  g_menu_item_set_action_and_target (item, action, "s", value);
  g_menu_append_item (menu, item);
}

static void
add_states (WbCouponFilterBar *self,
            GMenu             *menu)
{
  WbDb *reader = wb_context_get_reader (self->context);

  for (guint i = 0; wb_coupon_states[i]; i++) {
    /* A count that cannot be read is not shown. */
    gint64 n = wb_coupon_store_count_state (reader, wb_coupon_states[i], NULL);
    g_autofree char *label =
      n > 0 ? g_strdup_printf ("%s · %'d", wb_coupon_state_label (wb_coupon_states[i]), (int) n)
            : g_strdup (wb_coupon_state_label (wb_coupon_states[i]));

    add_choice (menu, CHIP_STATE, wb_coupon_states[i], label);
  }
}

static void
add_currencies (WbCouponFilterBar *self,
                GMenu             *menu)
{
  g_autoptr (GPtrArray) totals =
    wb_coupon_store_totals (wb_context_get_reader (self->context), NULL);

  for (guint i = 0; totals && i < totals->len; i++) {
    const WbCouponTotals *row = g_ptr_array_index (totals, i);

    add_choice (menu, CHIP_CURRENCY, row->currency, row->currency);
  }
}

static void
add_people (WbCouponFilterBar *self,
            GMenu             *menu)
{
  GPtrArray *users = wb_context_get_users (self->context);

  add_choice (menu, CHIP_BY, BY_CUSTOMER, C_ ("issuer of a coupon", "Customer"));
  for (guint i = 0; i < users->len; i++) {
    const WbUser *user = g_ptr_array_index (users, i);

    add_choice (menu, CHIP_BY, user->id,
                WB_TEXT (wb_context_get_user_name (self->context, user->id)));
  }
}

static void
add_choices (WbCouponFilterBar *self,
             GMenu             *menu,
             int                chip)
{
  GPtrArray *types = wb_context_get_types (self->context);
  GPtrArray *stores = wb_context_get_stores (self->context);

  switch (chip) {
    case CHIP_STATE:
      add_states (self, menu);
      break;
    case CHIP_TYPE:
      for (guint i = 0; i < types->len; i++) {
        const WbTicketType *type = g_ptr_array_index (types, i);

        add_choice (menu, chip, type->id,
                    WB_TEXT (wb_context_get_type_name (self->context, type->id)));
      }
      break;
    case CHIP_STORE:
      for (guint i = 0; i < stores->len; i++) {
        const WbMerchantStore *store = g_ptr_array_index (stores, i);

        add_choice (menu, chip, store->id,
                    WB_TEXT (wb_context_get_shop_name (self->context, store->id)));
      }
      break;
    case CHIP_CURRENCY:
      add_currencies (self, menu);
      break;
    case CHIP_BY:
      add_people (self, menu);
      break;
    default:
      for (guint i = 0; i < G_N_ELEMENTS (period_table); i++)
        add_choice (menu, chip, period_table[i].name,
                    g_dpgettext2 (GETTEXT_PACKAGE, "period", period_table[i].label));
      g_menu_append (menu, _ ("Other _days…"), "filter.days");
  }
}

static int
find_chip (WbCouponFilterBar *self,
           GtkMenuButton     *button)
{
  for (int i = 0; i < N_CHIPS; i++) {
    if (self->chips[i] == GTK_WIDGET (button))
      return i;
  }
  g_assert_not_reached ();
}

static void
make_menu_cb (GtkMenuButton *button,
              gpointer       user_data)
{
  WbCouponFilterBar *self = WB_COUPON_FILTER_BAR (user_data);
  int chip = find_chip (self, button);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) all = g_menu_new ();
  g_autoptr (GMenu) choices = g_menu_new ();

  add_choice (all, chip, "",
              g_dpgettext2 (GETTEXT_PACKAGE, "filter of coupons", chip_table[chip].all));
  add_choices (self, choices, chip);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (all));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (choices));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* “1 Nov – 20 Nov”, “from 1 Nov”. */
static char *
describe_days (WbCouponFilterBar *self)
{
  gint64 now = wb_context_now (self->context);
  GTimeZone *zone = wb_context_get_zone (self->context);
  g_autofree char *first = self->filter->first_day == WB_DATE_NONE
                             ? NULL
                             : wb_format_date (self->filter->first_day, now, zone);
  g_autofree char *last = self->filter->last_day == WB_DATE_NONE
                            ? NULL
                            : wb_format_date (self->filter->last_day, now, zone);

  if (first && last)
    /* TRANSLATORS: two days, e.g. “1 Nov – 20 Nov” */
    return g_strdup_printf (C_ ("period", "%s – %s"), first, last);
  if (first)
    return g_strdup_printf (C_ ("period", "from %s"), first);

  return g_strdup_printf (C_ ("period", "to %s"), WB_TEXT (last));
}

static char *
describe_choice (WbCouponFilterBar *self,
                 int                chip)
{
  const char *value = *get_field (self, chip);

  switch (chip) {
    case CHIP_STATE:
      return g_strdup (wb_coupon_state_label (value));
    case CHIP_TYPE:
      return g_strdup (WB_TEXT (wb_context_get_type_name (self->context, value)));
    case CHIP_STORE:
      return g_strdup (WB_TEXT (wb_context_get_shop_name (self->context, value)));
    case CHIP_BY:
      return g_strdup (*value == '\0' ? C_ ("issuer of a coupon", "Customer")
                                      : WB_TEXT (wb_context_get_user_name (self->context, value)));
    case CHIP_PERIOD:
      for (guint i = 0; i < G_N_ELEMENTS (period_table); i++) {
        if (g_str_equal (period_table[i].name, value))
          return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "period", period_table[i].label));
      }
      return describe_days (self);
    default:
      return g_strdup (value);
  }
}

static void
show_chip (WbCouponFilterBar *self,
           int                chip)
{
  const char *value = *get_field (self, chip);
  gboolean is_set = value && (*value != '\0' || chip == CHIP_BY);
  const char *about = g_dpgettext2 (GETTEXT_PACKAGE, "filter of coupons", chip_table[chip].label);
  g_autofree char *choice = is_set ? describe_choice (self, chip) : NULL;
  g_autofree char *spoken = choice ? g_strdup_printf ("%s: %s", about, choice) : g_strdup (about);
  GAction *action =
    g_action_map_lookup_action (G_ACTION_MAP (self->actions), chip_table[chip].action);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->chips[chip]), choice ? choice : about);
  gtk_widget_set_tooltip_text (self->chips[chip], spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chips[chip]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  if (is_set)
    gtk_widget_add_css_class (self->chips[chip], "set");
  else
    gtk_widget_remove_css_class (self->chips[chip], "set");
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (get_choice (self, chip)));
}

/**
 * wb_coupon_filter_bar_refresh:
 * @self: a bar
 *
 * Says anew what the filter lets through.
 */
void
wb_coupon_filter_bar_refresh (WbCouponFilterBar *self)
{
  g_return_if_fail (WB_IS_COUPON_FILTER_BAR (self));

  for (int i = 0; i < N_CHIPS; i++)
    show_chip (self, i);
  /* There is nothing to choose from in one shop. */
  gtk_widget_set_visible (self->chips[CHIP_STORE],
                          wb_context_get_stores (self->context)->len > 1 || self->filter->store);
  gtk_widget_set_visible (self->clear, wb_coupon_filter_is_set (self->filter));
}

static void
tell_changed (WbCouponFilterBar *self)
{
  wb_coupon_filter_bar_refresh (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
choose_cb (GSimpleAction *action,
           GVariant      *wanted,
           gpointer       user_data)
{
  WbCouponFilterBar *self = WB_COUPON_FILTER_BAR (user_data);
  const char *value = g_variant_get_string (wanted, NULL);

  for (int i = 0; i < N_CHIPS; i++) {
    char **field = get_field (self, i);

    if (!g_str_equal (chip_table[i].action, g_action_get_name (G_ACTION (action))))
      continue;
    g_clear_pointer (field, g_free);
    if (i == CHIP_BY && g_str_equal (value, BY_CUSTOMER))
      *field = g_strdup ("");
    else if (*value != '\0')
      *field = g_strdup (value);
  }
  tell_changed (self);
}

static void
clear_cb (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  WbCouponFilterBar *self = WB_COUPON_FILTER_BAR (user_data);
  g_autofree char *typed = g_steal_pointer (&self->filter->typed);

  wb_coupon_filter_clear (self->filter);
  /* What is typed stands in the search, in sight. */
  self->filter->typed = g_steal_pointer (&typed);
  /* The button that was pressed goes. */
  gtk_widget_grab_focus (self->chips[CHIP_STATE]);
  tell_changed (self);
}

static void
days_cb (GSimpleAction *action,
         GVariant      *parameter,
         gpointer       user_data)
{
  WbCouponFilterBar *self = WB_COUPON_FILTER_BAR (user_data);
  gint32 today =
    wb_date_of_time (wb_context_now (self->context), wb_context_get_zone (self->context));

  wb_date_field_set_today (WB_DATE_FIELD (self->first_day), today);
  wb_date_field_set_today (WB_DATE_FIELD (self->last_day), today);
  wb_date_field_set_date (WB_DATE_FIELD (self->first_day), self->filter->first_day);
  wb_date_field_set_date (WB_DATE_FIELD (self->last_day), self->filter->last_day);
  gtk_popover_popup (GTK_POPOVER (self->days_popover));
}

/* Taken as they are typed; one that is no day says so itself and changes nothing yet. */
static void
day_changed_cb (WbCouponFilterBar *self)
{
  WbDateField *first = WB_DATE_FIELD (self->first_day);
  WbDateField *last = WB_DATE_FIELD (self->last_day);

  if (!gtk_widget_get_visible (self->days_popover) || !wb_date_field_is_valid (first) ||
      !wb_date_field_is_valid (last))
    return;

  self->filter->first_day = wb_date_field_get_date (first);
  self->filter->last_day = wb_date_field_get_date (last);
  g_free (self->filter->period);
  self->filter->period =
    self->filter->first_day == WB_DATE_NONE && self->filter->last_day == WB_DATE_NONE
      ? NULL
      : g_strdup (WB_COUPON_PERIOD_OTHER);
  tell_changed (self);
}

static GtkWidget *
new_day (WbCouponFilterBar *self,
         GtkWidget         *grid,
         int                line,
         const char        *words,
         const char        *name)
{
  GtkWidget *label = gtk_label_new (words);
  GtkWidget *field = g_object_new (WB_TYPE_DATE_FIELD, "label", name, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_grid_attach (GTK_GRID (grid), label, 0, line, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), field, 1, line, 1, 1);
  g_signal_connect_swapped (field, "changed", G_CALLBACK (day_changed_cb), self);

  return field;
}

static void
make_days (WbCouponFilterBar *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 9);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 9);
  self->first_day = new_day (self, grid, 0, C_ ("period", "From"), _ ("First day"));
  self->last_day = new_day (self, grid, 1, C_ ("period", "To"), _ ("Last day"));
  self->days_popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->days_popover), grid);
  gtk_widget_set_parent (self->days_popover, self->chips[CHIP_PERIOD]);
}

static void
make_chips (WbCouponFilterBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  for (int i = 0; i < N_CHIPS; i++) {
    self->chips[i] = gtk_menu_button_new ();
    gtk_widget_add_css_class (self->chips[i], "chip");
    gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->chips[i]), make_menu_cb, self,
                                           NULL);
    gtk_box_append (GTK_BOX (box), self->chips[i]);
  }
  self->clear = gtk_button_new_with_mnemonic (_ ("C_lear"));
  gtk_widget_add_css_class (self->clear, "flat");
  gtk_widget_add_css_class (self->clear, "chip");
  gtk_widget_set_tooltip_text (self->clear, _ ("Take all filters away"));
  /* The tooltip describes it; as its name, too, it would be said twice. */
  wb_spoken_drop_underline (self->clear);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->clear), "filter.clear");
  gtk_box_append (GTK_BOX (box), self->clear);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  /* Its buttons have the keyboard, one after the other; a stop after them would say nothing. */
  gtk_widget_set_focusable (scroller, FALSE);
  gtk_widget_add_css_class (box, "chip-row");
  adw_bin_set_child (ADW_BIN (self), scroller);
}

static void
wb_coupon_filter_bar_dispose (GObject *object)
{
  WbCouponFilterBar *self = WB_COUPON_FILTER_BAR (object);

  g_clear_pointer (&self->days_popover, gtk_widget_unparent);
  g_clear_object (&self->actions);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_coupon_filter_bar_parent_class)->dispose (object);
}

static void
wb_coupon_filter_bar_class_init (WbCouponFilterBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_coupon_filter_bar_dispose;

  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_COUPON_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
wb_coupon_filter_bar_init (WbCouponFilterBar *self)
{
}

/**
 * wb_coupon_filter_bar_new:
 * @context: the workspace
 * @filter: (transfer none): what it changes; outlives it
 *
 * Returns: (transfer floating): the bar; main thread, as all here
 */
GtkWidget *
wb_coupon_filter_bar_new (WbContext      *context,
                          WbCouponFilter *filter)
{
  static const GActionEntry entries[] = {
    { .name = "clear", .activate = clear_cb },
    { .name = "days", .activate = days_cb },
  };
  WbCouponFilterBar *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (filter, NULL);

  self = g_object_new (WB_TYPE_COUPON_FILTER_BAR, NULL);
  self->context = g_object_ref (context);
  self->filter = filter;
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  for (int i = 0; i < N_CHIPS; i++) {
    g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
      chip_table[i].action, G_VARIANT_TYPE_STRING, g_variant_new_string (""));

    g_signal_connect (action, "change-state", G_CALLBACK (choose_cb), self);
    g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "filter", G_ACTION_GROUP (self->actions));
  make_chips (self);
  make_days (self);
  wb_coupon_filter_bar_refresh (self);

  return GTK_WIDGET (self);
}
