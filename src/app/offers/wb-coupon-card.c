/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The coupon section; see wb-coupon-card.h. It holds no state of its own: each key goes to the
 * editor, and what the editor says comes back to the fields that nobody types in. */

#include "config.h"

#include "wb-coupon-card.h"

#include "wb-advice-list.h"
#include "wb-amount-row.h"
#include "wb-format.h"
#include "wb-note.h"
#include "wb-problem-label.h"
#include "wb-switch.h"
#include "wb-validity.h"

#include <glib/gi18n-lib.h>

struct _WbCouponCard
{
  AdwBin parent_instance;

  GtkWidget *subtitle;
  GtkWidget *enabled;
  GtkWidget *coupon_problem;
  GtkWidget *kind_line;
  GtkWidget *kind_box;
  GtkWidget *fixed;
  GtkWidget *percent;
  GtkWidget *validity;
  GtkWidget *validity_words;
  GtkWidget *validity_problem;
  GtkWidget *unknown_kind;
  GtkWidget *percent_line;
  GtkWidget *percent_entry;
  GtkWidget *percent_problem;
  GtkWidget *grid;
  GtkWidget *amount_heading;
  GtkWidget *no_shop;
  GtkWidget *without;
  GtkWidget *advice;

  WbOfferEditor *editor;  /* (owned) (nullable) */
  gulong changed_id;
  GPtrArray *rows;        /* (owned) (element-type WbAmountRow) */
  gint64 now;             /* ms */
  GTimeZone *zone;        /* (owned) (nullable) */
  gboolean read_only;
  gboolean compact;
  gboolean refreshing;    /* the fields are being filled, nobody types */
};

G_DEFINE_FINAL_TYPE (WbCouponCard, wb_coupon_card, ADW_TYPE_BIN)

static void refresh (WbCouponCard *self);

static void
enabled_changed_cb (WbCouponCard *self)
{
  if (!self->refreshing && self->editor)
    wb_offer_editor_set_on (self->editor, WB_TOOL_COUPON,
                            gtk_switch_get_active (GTK_SWITCH (self->enabled)));
}

static void
percent_toggled_cb (WbCouponCard *self)
{
  if (!self->refreshing && self->editor)
    wb_offer_editor_set_percent (self->editor,
                                 gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->percent)));
}

static void
percent_typed_cb (WbCouponCard *self)
{
  if (!self->refreshing && self->editor)
    wb_offer_editor_type_amount (self->editor, NULL,
                                 gtk_editable_get_text (GTK_EDITABLE (self->percent_entry)));
}

static void
percent_left_cb (WbCouponCard *self)
{
  if (!self->refreshing && self->editor)
    refresh (self);
}

/* An empty field is "not set", which is shown as nothing and not as 0. */
static int
validity_input_cb (GtkSpinButton *spin,
                   double        *value_out,
                   WbCouponCard  *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (spin));

  *value_out = g_ascii_strtoull (text, NULL, 10);
  return TRUE;
}

static gboolean
validity_output_cb (GtkSpinButton *spin,
                    WbCouponCard  *self)
{
  int value = gtk_spin_button_get_value_as_int (spin);
  g_autofree char *text = value > 0 ? g_strdup_printf ("%d", value) : g_strdup ("");

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (spin)), text))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
validity_changed_cb (WbCouponCard *self)
{
  int days = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->validity));

  if (!self->refreshing && self->editor)
    wb_offer_editor_set_validity (self->editor, days > 0 ? days : -1);
}

static int
read_days (WbCouponCard *self)
{
  guint64 days =
    g_ascii_strtoull (gtk_editable_get_text (GTK_EDITABLE (self->validity)), NULL, 10);

  return days > 0 ? (int) MIN (days, 9999) : -1;
}

/* The spin button takes a typed number over when it is left; the date is told at each key. */
static void
validity_typed_cb (WbCouponCard *self)
{
  if (!self->refreshing && self->editor)
    wb_offer_editor_set_validity (self->editor, read_days (self));
}

static gboolean
has_focus_within (GtkWidget *widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static void
rebuild_rows (WbCouponCard *self)
{
  g_auto (GStrv) currencies = wb_offer_editor_dup_currencies (self->editor);
  guint n = g_strv_length (currencies);
  gboolean same = n == self->rows->len;

  for (guint i = 0; same && i < n; i++)
    same = g_str_equal (wb_amount_row_get_currency (g_ptr_array_index (self->rows, i)),
                        currencies[i]);
  if (same)
    return;

  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n; i++) {
    WbAmountRow *row = wb_amount_row_new (GTK_GRID (self->grid), 1 + i * WB_AMOUNT_ROW_LINES,
                                          self->editor, currencies[i]);

    wb_amount_row_set_state (row, self->read_only, self->compact);
    g_ptr_array_add (self->rows, row);
  }
}

static char *
describe_validity (WbCouponCard *self,
                   int           days)
{
  g_autofree char *date = NULL;

  /* Beyond the rule's range there is no date to speak of. */
  if (days <= 0 || days > 365 || !self->zone)
    return self->read_only && days > 0
             ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", days), days)
             : g_strdup (_ ("days"));

  date = wb_format_date (wb_validity_last_day (self->now, days, self->zone), self->now, self->zone);
  if (self->read_only)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day — today: to the end of %s",
                                         "%d days — today: to the end of %s", days),
                            days, date);

  /* Translators: stands after a field with a number of days; %s is the date until which a coupon
   * given today is valid */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "day — today: to the end of %s",
                                       "days — today: to the end of %s", days),
                          date);
}

static void
show_validity (WbCouponCard *self)
{
  const WbOfferSet *set = wb_offer_editor_get_set (self->editor);
  g_autofree char *words = describe_validity (self, set->validity_days);

  if (!has_focus_within (self->validity) || read_days (self) != set->validity_days)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->validity), MAX (set->validity_days, 0));
  gtk_widget_set_visible (self->validity, !self->read_only);
  gtk_label_set_text (GTK_LABEL (self->validity_words), words);
}

static void
show_problem (WbCouponCard *self,
              WbOfferField  field,
              GtkWidget    *label,
              GtkWidget    *widget)
{
  const char *text = wb_offer_editor_find_problem (self->editor, WB_TOOL_COUPON, field, NULL);

  wb_problem_label_set_text (WB_PROBLEM_LABEL (label), text);
  wb_problem_label_mark (WB_PROBLEM_LABEL (label), widget, *text != '\0');
}

static void
show_kind (WbCouponCard *self)
{
  gboolean percent = wb_offer_editor_is_percent (self->editor);
  gboolean known = wb_offer_editor_is_kind_known (self->editor);

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (percent ? self->percent : self->fixed), TRUE);
  gtk_widget_set_visible (self->kind_box, known);
  gtk_widget_set_visible (self->unknown_kind, !known);
  gtk_widget_set_visible (self->percent_line, percent && known);
  gtk_widget_set_visible (self->amount_heading, !percent);
  if (percent && (!has_focus_within (self->percent_entry) ||
                  !wb_offer_editor_is_amount (
                    self->editor, NULL,
                    gtk_editable_get_text (GTK_EDITABLE (self->percent_entry))))) {
    g_autofree char *text = wb_offer_editor_dup_amount (self->editor, NULL);

    gtk_editable_set_text (GTK_EDITABLE (self->percent_entry), text);
  }
}

static const char *
choose_subtitle (const WbOfferSet *set)
{
  if (set->coupon_enabled)
    return _ ("A unique code, made in the shop when the customer asks for it");
  if (set->version == 0)
    return _ ("Not configured: customers are offered no coupon");

  return _ ("Off: customers are offered no coupon");
}

static void
refresh (WbCouponCard *self)
{
  const WbOfferSet *set = wb_offer_editor_get_set (self->editor);
  g_autofree char *without = wb_offer_editor_dup_stores_without (self->editor);

  self->refreshing = TRUE;
  rebuild_rows (self);
  wb_switch_show (GTK_SWITCH (self->enabled), set->coupon_enabled);
  gtk_label_set_text (GTK_LABEL (self->subtitle), choose_subtitle (set));
  show_kind (self);
  show_validity (self);
  for (guint i = 0; i < self->rows->len; i++)
    wb_amount_row_refresh (g_ptr_array_index (self->rows, i));
  gtk_widget_set_visible (self->grid, self->rows->len > 0);
  gtk_widget_set_visible (self->no_shop, self->rows->len == 0);
  wb_note_set_text (WB_NOTE (self->without), without ? without : "");

  show_problem (self, WB_OFFER_FIELD_TOOL, self->coupon_problem, self->enabled);
  show_problem (self, WB_OFFER_FIELD_AMOUNT, self->percent_problem, self->percent_entry);
  show_problem (self, WB_OFFER_FIELD_VALIDITY, self->validity_problem, self->validity);
  self->refreshing = FALSE;
}

static void
wb_coupon_card_dispose (GObject *object)
{
  WbCouponCard *self = WB_COUPON_CARD (object);

  g_clear_signal_handler (&self->changed_id, self->editor);
  if (self->rows)
    g_ptr_array_set_size (self->rows, 0);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (wb_coupon_card_parent_class)->dispose (object);
}

static void
wb_coupon_card_finalize (GObject *object)
{
  WbCouponCard *self = WB_COUPON_CARD (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);

  G_OBJECT_CLASS (wb_coupon_card_parent_class)->finalize (object);
}

static void
wb_coupon_card_class_init (WbCouponCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = wb_coupon_card_dispose;
  object_class->finalize = wb_coupon_card_finalize;

  g_type_ensure (WB_TYPE_ADVICE_LIST);
  g_type_ensure (WB_TYPE_NOTE);
  g_type_ensure (WB_TYPE_PROBLEM_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-coupon-card.ui");
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, enabled);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, coupon_problem);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, kind_line);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, kind_box);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, fixed);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, percent);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, validity);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, validity_words);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, validity_problem);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, unknown_kind);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, percent_line);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, percent_entry);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, percent_problem);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, grid);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, amount_heading);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, no_shop);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, without);
  gtk_widget_class_bind_template_child (widget_class, WbCouponCard, advice);
  gtk_widget_class_bind_template_callback (widget_class, enabled_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, percent_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, percent_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, percent_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, validity_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, validity_output_cb);
  gtk_widget_class_bind_template_callback (widget_class, validity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, validity_typed_cb);
}

static void
wb_coupon_card_init (WbCouponCard *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_amount_row_free);
  /* Filling the template is nobody's edit. */
  self->refreshing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  wb_problem_label_keep_room (WB_PROBLEM_LABEL (self->validity_problem));
  wb_problem_label_keep_room (WB_PROBLEM_LABEL (self->percent_problem));
  self->refreshing = FALSE;
}

/**
 * wb_coupon_card_set_editor:
 * @self: the card
 * @editor: what it shows and edits
 */
void
wb_coupon_card_set_editor (WbCouponCard  *self,
                           WbOfferEditor *editor)
{
  g_return_if_fail (WB_IS_COUPON_CARD (self));
  g_return_if_fail (WB_IS_OFFER_EDITOR (editor));

  if (self->editor == editor)
    return;

  /* The rows refer to the editor they were made for. */
  g_ptr_array_set_size (self->rows, 0);
  g_clear_signal_handler (&self->changed_id, self->editor);
  g_set_object (&self->editor, editor);
  self->changed_id = g_signal_connect_swapped (editor, "changed", G_CALLBACK (refresh), self);
  refresh (self);
}

/**
 * wb_coupon_card_set_read_only:
 * @self: the card
 * @read_only: whether it only shows
 */
void
wb_coupon_card_set_read_only (WbCouponCard *self,
                              gboolean      read_only)
{
  g_return_if_fail (WB_IS_COUPON_CARD (self));

  self->read_only = read_only;
  gtk_widget_set_sensitive (self->enabled, !read_only);
  gtk_widget_set_sensitive (self->kind_box, !read_only);
  gtk_editable_set_editable (GTK_EDITABLE (self->percent_entry), !read_only);
  for (guint i = 0; i < self->rows->len; i++)
    wb_amount_row_set_state (g_ptr_array_index (self->rows, i), read_only, self->compact);
  if (self->editor)
    refresh (self);
}

/**
 * wb_coupon_card_set_compact:
 * @self: the card
 * @compact: whether there is as little room as on a phone
 */
void
wb_coupon_card_set_compact (WbCouponCard *self,
                            gboolean      compact)
{
  GtkOrientation orientation = compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  g_return_if_fail (WB_IS_COUPON_CARD (self));

  self->compact = compact;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->kind_line), orientation);
  for (guint i = 0; i < self->rows->len; i++)
    wb_amount_row_set_state (g_ptr_array_index (self->rows, i), self->read_only, compact);
}

/**
 * wb_coupon_card_set_today:
 * @self: the card
 * @now: the server's time, in ms
 * @zone: where the shop's days begin
 *
 * Says against which day the validity is told.
 */
void
wb_coupon_card_set_today (WbCouponCard *self,
                          gint64        now,
                          GTimeZone    *zone)
{
  g_return_if_fail (WB_IS_COUPON_CARD (self));
  g_return_if_fail (zone);

  self->now = now;
  g_time_zone_ref (zone);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone;
  if (self->editor)
    refresh (self);
}

/**
 * wb_coupon_card_set_advice:
 * @self: the card
 * @advice: (element-type WbProblem): all advice on the offers, of which the coupon's is shown
 */
void
wb_coupon_card_set_advice (WbCouponCard *self,
                           GPtrArray    *advice)
{
  g_return_if_fail (WB_IS_COUPON_CARD (self));

  wb_advice_list_show (WB_ADVICE_LIST (self->advice), advice, "tools.coupon");
}

/**
 * wb_coupon_card_jump_to:
 * @self: the card
 * @field: a field with a problem
 * @currency: (nullable): whose row, of amounts and minimums
 *
 * Puts the focus there.
 */
void
wb_coupon_card_jump_to (WbCouponCard *self,
                        WbOfferField  field,
                        const char   *currency)
{
  g_return_if_fail (WB_IS_COUPON_CARD (self));

  for (guint i = 0; currency && i < self->rows->len; i++) {
    WbAmountRow *row = g_ptr_array_index (self->rows, i);

    if (g_str_equal (wb_amount_row_get_currency (row), currency)) {
      wb_amount_row_jump_to (row, field);
      return;
    }
  }

  switch (field) {
    case WB_OFFER_FIELD_AMOUNT:
      gtk_widget_grab_focus (self->percent_entry);
      break;
    case WB_OFFER_FIELD_VALIDITY:
      gtk_widget_grab_focus (self->validity);
      break;
    case WB_OFFER_FIELD_TOOL:
    case WB_OFFER_FIELD_MINIMUM:
    case WB_OFFER_FIELD_TEXT:
    case WB_OFFER_FIELD_BANNER:
    case WB_OFFER_FIELD_TARGET_URL:
    case WB_OFFER_FIELD_PLACEMENTS:
    default:
      gtk_widget_grab_focus (self->enabled);
  }
}
