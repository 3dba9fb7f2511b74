/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One currency's fields; see wb-amount-row.h.
 *
 * Columns: currency, amount, minimum, shops. The second line holds what is wrong, and the shops
 * where there is no room for them beside the fields. */

#include "config.h"

#include "wb-amount-row.h"

#include "wb-note.h"
#include "wb-problem-label.h"

#include <glib/gi18n-lib.h>

struct _WbAmountRow
{
  WbOfferEditor *editor;  /* (unowned) outlives the row */
  char *currency;         /* (owned) */
  GtkWidget *code;        /* (owned by the widget tree), as all below */
  GtkWidget *amount;
  GtkWidget *minimum;
  GtkWidget *shops;
  GtkWidget *remove;
  GtkWidget *below;
  GtkWidget *shops_below;
  GtkWidget *trouble;
  GtkWidget *problem;
  GtkEventController *amount_focus;   /* (owned) as long as their handlers point here */
  GtkEventController *minimum_focus;  /* (owned) */
  gboolean refreshing;
  gboolean read_only;
  gboolean compact;
};

static void
amount_changed_cb (GtkEditable *editable,
                   WbAmountRow *self)
{
  if (!self->refreshing)
    wb_offer_editor_type_amount (self->editor, self->currency, gtk_editable_get_text (editable));
}

static void
minimum_changed_cb (GtkEditable *editable,
                    WbAmountRow *self)
{
  if (!self->refreshing)
    wb_offer_editor_type_minimum (self->editor, self->currency, gtk_editable_get_text (editable));
}

/* While somebody types, the text is theirs; when they leave, it is written out as it was read. */
static void
field_left_cb (GtkEventController *controller,
               WbAmountRow        *self)
{
  if (!self->refreshing)
    wb_amount_row_refresh (self);
}

static void
remove_clicked_cb (GtkButton   *button,
                   WbAmountRow *self)
{
  wb_offer_editor_remove_currency (self->editor, self->currency);
}

static GtkWidget *
new_field (WbAmountRow         *self,
           const char          *name,
           GCallback            changed,
           GtkEventController **focus_out)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_entry_set_alignment (GTK_ENTRY (entry), 1);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_NUMBER);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 7);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_add_css_class (entry, "amount-field");
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (entry, "changed", changed, self);
  g_signal_connect (focus, "leave", G_CALLBACK (field_left_cb), self);
  *focus_out = g_object_ref (focus);
  gtk_widget_add_controller (entry, focus);

  return entry;
}

static GtkWidget *
new_shops_label (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 18);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");

  return label;
}

/**
 * wb_amount_row_new:
 * @grid: the card's grid
 * @top: the first of %WB_AMOUNT_ROW_LINES free lines
 * @editor: (transfer none): whose row it is; has to outlive the row
 * @currency: ISO 4217 code
 *
 * Returns: (transfer full): the row; its widgets belong to @grid
 */
WbAmountRow *
wb_amount_row_new (GtkGrid       *grid,
                   int            top,
                   WbOfferEditor *editor,
                   const char    *currency)
{
  WbAmountRow *self = g_new0 (WbAmountRow, 1);
  /* Translators: %s is a currency such as CZK */
  g_autofree char *amount_name = g_strdup_printf (_ ("Customer gets, in %s"), currency);
  g_autofree char *minimum_name = g_strdup_printf (_ ("From an order of, in %s"), currency);

  self->editor = editor;
  self->currency = g_strdup (currency);
  self->code = gtk_label_new (currency);
  gtk_label_set_xalign (GTK_LABEL (self->code), 0);
  gtk_widget_add_css_class (self->code, "heading");
  self->amount = new_field (self, amount_name, G_CALLBACK (amount_changed_cb), &self->amount_focus);
  self->minimum = new_field (self, minimum_name, G_CALLBACK (minimum_changed_cb),
                             &self->minimum_focus);
  self->shops = new_shops_label ();
  self->remove = gtk_button_new_with_mnemonic (_ ("_Remove"));
  gtk_widget_set_halign (self->remove, GTK_ALIGN_START);
  gtk_widget_set_valign (self->remove, GTK_ALIGN_CENTER);
  g_signal_connect (self->remove, "clicked", G_CALLBACK (remove_clicked_cb), self);

  self->below = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  self->shops_below = new_shops_label ();
  gtk_label_set_max_width_chars (GTK_LABEL (self->shops_below), -1);
  self->trouble = wb_note_new ("dialog-warning-symbolic");
  self->problem = wb_problem_label_new ();
  wb_problem_label_keep_room (WB_PROBLEM_LABEL (self->problem));
  gtk_widget_set_size_request (self->shops_below, -1, WB_PROBLEM_LABEL_LINE_HEIGHT);
  gtk_box_append (GTK_BOX (self->below), self->shops_below);
  gtk_box_append (GTK_BOX (self->below), self->problem);
  gtk_box_append (GTK_BOX (self->below), self->trouble);

  gtk_grid_attach (grid, self->code, 0, top, 1, 1);
  gtk_grid_attach (grid, self->amount, 1, top, 1, 1);
  gtk_grid_attach (grid, self->minimum, 2, top, 1, 1);
  gtk_grid_attach (grid, self->shops, 3, top, 1, 1);
  gtk_grid_attach (grid, self->remove, 4, top, 1, 1);
  gtk_grid_attach (grid, self->below, 1, top + 1, 4, 1);
  wb_amount_row_refresh (self);

  return self;
}

/**
 * wb_amount_row_free:
 * @self: a row
 *
 * Takes its widgets out of the grid.
 */
void
wb_amount_row_free (WbAmountRow *self)
{
  GtkWidget *widgets[] = { self->code, self->amount, self->minimum, self->shops, self->remove,
                           self->below };

  /* Taking a focused field out makes it lose the focus, at once or when whoever holds the field yet
   * lets go of it; that must find nothing to do. */
  self->refreshing = TRUE;
  g_signal_handlers_disconnect_by_data (self->amount_focus, self);
  g_signal_handlers_disconnect_by_data (self->minimum_focus, self);
  g_clear_object (&self->amount_focus);
  g_clear_object (&self->minimum_focus);
  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++) {
    GtkWidget *grid = gtk_widget_get_parent (widgets[i]);

    g_signal_handlers_disconnect_by_data (widgets[i], self);
    if (grid)
      gtk_grid_remove (GTK_GRID (grid), widgets[i]);
  }
  g_free (self->currency);
  g_free (self);
}

/**
 * wb_amount_row_get_currency:
 * @self: a row
 *
 * Returns: (transfer none): ISO 4217 code
 */
const char *
wb_amount_row_get_currency (WbAmountRow *self)
{
  return self->currency;
}

static gboolean
has_focus_within (GtkWidget *widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

/* @is_typed: what stands in the field reads as @text and is only not written out yet. */
static void
set_text (WbAmountRow *self,
          GtkWidget   *entry,
          const char  *text,
          gboolean     is_typed)
{
  if ((is_typed && has_focus_within (entry)) ||
      g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), text))
    return;

  self->refreshing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  self->refreshing = FALSE;
}

static void
show_problems (WbAmountRow *self)
{
  GPtrArray *problems = wb_offer_editor_get_problems (self->editor);
  g_autoptr (GString) words = g_string_new (NULL);
  gboolean amount_wrong = FALSE, minimum_wrong = FALSE;

  for (guint i = 0; i < problems->len; i++) {
    const WbOfferProblem *problem = g_ptr_array_index (problems, i);

    if (problem->tool != WB_TOOL_COUPON || g_strcmp0 (problem->detail, self->currency) != 0)
      continue;
    if (problem->field == WB_OFFER_FIELD_AMOUNT)
      amount_wrong = TRUE;
    else if (problem->field == WB_OFFER_FIELD_MINIMUM)
      minimum_wrong = TRUE;
    else
      continue;
    if (words->len > 0)
      g_string_append_c (words, '\n');
    g_string_append (words, problem->message);
  }

  wb_problem_label_set_text (WB_PROBLEM_LABEL (self->problem), words->str);
  wb_problem_label_mark (WB_PROBLEM_LABEL (self->problem), self->amount, amount_wrong);
  wb_problem_label_mark (WB_PROBLEM_LABEL (self->problem), self->minimum, minimum_wrong);
}

/* The second line stands under the fields that are there, no wider than the columns that are. */
static void
place_below (WbAmountRow *self,
             gboolean     percent)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (gtk_widget_get_parent (self->below));
  GtkLayoutChild *child = gtk_layout_manager_get_layout_child (layout, self->below);
  int first = percent ? 2 : 1;
  int last = !self->compact ? 4 : gtk_widget_get_visible (self->remove) ? 4 : 2;

  gtk_grid_layout_child_set_column (GTK_GRID_LAYOUT_CHILD (child), first);
  gtk_grid_layout_child_set_column_span (GTK_GRID_LAYOUT_CHILD (child), last - first + 1);
}

/**
 * wb_amount_row_refresh:
 * @self: a row
 *
 * Shows what the editor has now. A field that somebody types in keeps its text as long as it means
 * the same.
 */
void
wb_amount_row_refresh (WbAmountRow *self)
{
  gboolean percent = wb_offer_editor_is_percent (self->editor);
  gboolean known = wb_offer_editor_is_kind_known (self->editor);
  g_autofree char *amount = wb_offer_editor_dup_amount (self->editor, self->currency);
  g_autofree char *minimum = wb_offer_editor_dup_minimum (self->editor, self->currency);
  g_autofree char *shops = wb_offer_editor_dup_store_names (self->editor, self->currency);
  g_autofree char *trouble = wb_offer_editor_dup_store_trouble (self->editor, self->currency);
  const char *words = shops ? shops : _ ("No connected shop");
  gboolean has_problem = FALSE;

  if (!percent)
    set_text (self, self->amount, amount,
              wb_offer_editor_is_amount (self->editor, self->currency,
                                         gtk_editable_get_text (GTK_EDITABLE (self->amount))));
  set_text (self, self->minimum, minimum,
            wb_offer_editor_is_minimum (self->editor, self->currency,
                                        gtk_editable_get_text (GTK_EDITABLE (self->minimum))));
  gtk_widget_set_visible (self->amount, !percent);
  gtk_editable_set_editable (GTK_EDITABLE (self->amount), !self->read_only && known);
  gtk_editable_set_editable (GTK_EDITABLE (self->minimum), !self->read_only && known);
  gtk_label_set_text (GTK_LABEL (self->shops), words);
  gtk_label_set_text (GTK_LABEL (self->shops_below), words);
  gtk_widget_set_tooltip_text (self->shops, words);
  gtk_widget_set_visible (self->shops, !self->compact);
  gtk_widget_set_visible (self->remove, !shops && !self->read_only);
  place_below (self, percent);
  wb_note_set_text (WB_NOTE (self->trouble), trouble ? trouble : "");
  show_problems (self);
  /* One line below the fields, for the shop or for what is wrong: nothing moves when it changes. */
  has_problem = wb_problem_label_has_text (WB_PROBLEM_LABEL (self->problem));
  gtk_widget_set_visible (self->shops_below, self->compact && !has_problem);
  gtk_widget_set_visible (self->problem, !self->compact || has_problem);
}

/**
 * wb_amount_row_set_state:
 * @self: a row
 * @read_only: whether it is only shown
 * @compact: whether there is little room
 */
void
wb_amount_row_set_state (WbAmountRow *self,
                         gboolean     read_only,
                         gboolean     compact)
{
  self->read_only = read_only;
  self->compact = compact;
  wb_amount_row_refresh (self);
}

/**
 * wb_amount_row_jump_to:
 * @self: a row
 * @field: which of its fields
 *
 * Returns: whether the focus is there now
 */
gboolean
wb_amount_row_jump_to (WbAmountRow  *self,
                       WbOfferField  field)
{
  return gtk_widget_grab_focus (field == WB_OFFER_FIELD_MINIMUM ? self->minimum : self->amount);
}
