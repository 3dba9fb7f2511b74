/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop in the list of connections; see wb-shop-row.h. */

#include "config.h"

#include "wb-shop-row.h"

#include "wb-shop-steps.h"
#include "wb-shop-words.h"

#include <glib/gi18n-lib.h>

struct _WbShopRow
{
  AdwExpanderRow parent_instance;

  WbContext *context;      /* (owned) */
  GtkWidget *icon;         /* (unowned) */
  GtkWidget *state;        /* (unowned) */
  GPtrArray *children;     /* (owned) (element-type GtkWidget) (unowned ones) */
  char *id;                /* (owned) (nullable) */
  char *shown;             /* (owned) (nullable) what the children say, to see a change */
};

G_DEFINE_FINAL_TYPE (WbShopRow, wb_shop_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  ASKED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
add_child (WbShopRow *self,
           GtkWidget *child)
{
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), child);
  g_ptr_array_add (self->children, child);
}

static void
clear_children (WbShopRow *self)
{
  for (guint i = 0; i < self->children->len; i++)
    adw_expander_row_remove (ADW_EXPANDER_ROW (self), g_ptr_array_index (self->children, i));
  g_ptr_array_set_size (self->children, 0);
}

static void
add_problem (WbShopRow  *self,
             const char *message)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");

  gtk_widget_add_css_class (icon, "error");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), message);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  add_child (self, row);
}

static void
clicked_cb (GtkWidget *button,
            WbShopRow *self)
{
  g_signal_emit (self, signals[ASKED], 0, gtk_widget_get_name (button));
}

static void
add_button (WbShopRow  *self,
            GtkWidget  *box,
            const char *deed,
            const char *label)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_name (button, deed);
  if (g_str_equal (deed, "remove"))
    gtk_widget_add_css_class (button, "destructive-action");
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), self);
  gtk_flow_box_append (GTK_FLOW_BOX (box), button);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

static void
add_buttons (WbShopRow              *self,
             const WbShopConnection *connection)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 4);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (box), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (box), 6);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  add_button (self, box, "test", _ ("_Test"));
  add_button (self, box, "edit", C_ ("a shop", "_Edit…"));
  if (connection->is_paused)
    add_button (self, box, "resume", C_ ("a shop", "_Go on"));
  else
    add_button (self, box, "pause", C_ ("a shop", "_Pause"));
  add_button (self, box, "remove", C_ ("a shop", "_Remove…"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  add_child (self, row);
}

/* What the children are made of, so that they are only made anew when it is another. */
static char *
describe_children (const WbMerchantStore  *store,
                   const WbShopConnection *connection)
{
  GString *text = g_string_new (store->error_message);

  for (guint i = 0; store->caps && i < store->caps->notes->len; i++) {
    const WbShopNote *note = g_ptr_array_index (store->caps->notes, i);

    g_string_append_printf (text, "\n%u %s %s", (guint) note->kind, note->code,
                            note->value ? note->value : "");
  }
  g_string_append_printf (text, "\n%d", connection ? 1 + connection->is_paused : 0);

  return g_string_free (text, FALSE);
}

static void
wb_shop_row_dispose (GObject *object)
{
  g_clear_object (&WB_SHOP_ROW (object)->context);

  G_OBJECT_CLASS (wb_shop_row_parent_class)->dispose (object);
}

static void
wb_shop_row_finalize (GObject *object)
{
  WbShopRow *self = WB_SHOP_ROW (object);

  g_ptr_array_unref (self->children);
  g_free (self->id);
  g_free (self->shown);

  G_OBJECT_CLASS (wb_shop_row_parent_class)->finalize (object);
}

static void
wb_shop_row_class_init (WbShopRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_shop_row_dispose;
  object_class->finalize = wb_shop_row_finalize;

  signals[ASKED] = g_signal_new ("asked", WB_TYPE_SHOP_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wb_shop_row_init (WbShopRow *self)
{
  self->children = g_ptr_array_new ();
  self->icon = gtk_image_new ();
  self->state = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->state, "dim-label");
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (self), self->icon);
  adw_expander_row_add_action (ADW_EXPANDER_ROW (self), self->state);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

GtkWidget *
wb_shop_row_new (WbContext *context)
{
  WbShopRow *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_SHOP_ROW, NULL);
  self->context = g_object_ref (context);

  return GTK_WIDGET (self);
}

/**
 * wb_shop_row_show:
 * @self: a row
 * @store: the shop
 * @connection: (nullable): at level 0 the connection behind it
 *
 * Shows a shop; the same row stands for the same shop, so that it stays open and keeps the focus.
 */
void
wb_shop_row_show (WbShopRow              *self,
                  const WbMerchantStore  *store,
                  const WbShopConnection *connection)
{
  g_autofree char *subtitle = NULL;
  g_autofree char *shown = NULL;
  gboolean is_bad = FALSE;

  g_return_if_fail (WB_IS_SHOP_ROW (self));
  g_return_if_fail (store);

  is_bad = g_strcmp0 (store->connection, "error") == 0;
  subtitle = wb_shop_describe (self->context, store);
  g_free (self->id);
  self->id = g_strdup (store->id);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self),
                                 store->name ? store->name : store->store_id);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), wb_shop_state_icon (store));
  gtk_label_set_text (GTK_LABEL (self->state), wb_shop_state_words (store));
  if (is_bad)
    gtk_widget_add_css_class (self->icon, "error");
  else
    gtk_widget_remove_css_class (self->icon, "error");

  shown = describe_children (store, connection);
  if (g_strcmp0 (shown, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);

  clear_children (self);
  if (is_bad && store->error_message)
    add_problem (self, store->error_message);
  if (store->caps) {
    g_autoptr (GPtrArray) rows = wb_shop_note_rows (store->caps);

    for (guint i = 0; i < rows->len; i++)
      add_child (self, g_ptr_array_index (rows, i));
  }
  if (connection)
    add_buttons (self, connection);
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (self), self->children->len > 0);
}

const char *
wb_shop_row_get_id (WbShopRow *self)
{
  g_return_val_if_fail (WB_IS_SHOP_ROW (self), NULL);

  return self->id;
}
