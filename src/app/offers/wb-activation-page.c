/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Activating remarketing; see wb-activation-page.h.
 *
 * What is proposed for types that nobody set up becomes edits that are not saved: a manager sees
 * them marked, may change them, and nothing of them is anybody else's until it is saved. */

#include "config.h"

#include "wb-activation-page.h"

#include "wb-format.h"
#include "wb-notice.h"
#include "wb-offer-proposal.h"
#include "wb-offer-work.h"
#include "wb-outbox.h"
#include "wb-staff-actions.h"

#include <glib/gi18n-lib.h>

struct _WbActivationPage
{
  AdwBin parent_instance;

  GtkWidget *activate;
  GtkWidget *foot_words;
  GtkWidget *notice;
  GtkWidget *kept_group;
  GtkWidget *proposal_group;
  GtkWidget *proposals;

  WbContext *context;    /* (owned) */
  WbOfferDesk *desk;     /* (owned) */
  WbOutboxRow *refused;  /* (owned) (nullable) the switching that the server refused */
  char *trouble;         /* (owned) (nullable) why it could not even be stored */
  gulong changed_id;
  gulong sync_changed_id;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (WbActivationPage, wb_activation_page, ADW_TYPE_BIN)

/* (element-type WbOfferSet) for types without settings and without edits. */
static GPtrArray *
propose (WbActivationPage *self)
{
  GPtrArray *types = wb_context_get_types (self->context);
  const WbAccount *account = wb_context_get_account (self->context);
  GPtrArray *sets = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);

  for (guint i = 0; account && i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);

    /* A type that cannot be read now is left alone: what it has must not be covered. */
    if (!wb_offer_desk_get_editor (self->desk, type->id, NULL) ||
        wb_offer_desk_is_configured (self->desk, type->id) ||
        wb_offer_desk_has_edits (self->desk, type->id))
      continue;
    g_ptr_array_add (sets,
                     wb_offer_set_propose (type, account, wb_context_get_stores (self->context)));
  }

  return sets;
}

/* Whether types were configured before, and whether something of theirs is on. */
static void
look_at_kept (WbActivationPage *self,
              gboolean         *any_out,
              gboolean         *on_out)
{
  GPtrArray *types = wb_context_get_types (self->context);

  *any_out = *on_out = FALSE;
  for (guint i = 0; i < types->len; i++) {
    const WbTicketType *type = g_ptr_array_index (types, i);
    WbOfferEditor *editor = wb_offer_desk_get_editor (self->desk, type->id, NULL);

    if (!editor || !wb_offer_desk_is_configured (self->desk, type->id))
      continue;
    *any_out = TRUE;
    for (WbTool tool = 0; tool < WB_N_TOOLS; tool++)
      *on_out |= wb_offer_set_is_on (wb_offer_editor_get_base (editor), tool);
  }
}

static const char *
describe_effect (gboolean manager,
                 gboolean on)
{
  if (!manager)
    return _ ("Only managers activate it. Ask one: it is a single click.");
  if (on)
    return _ ("What was switched on before is offered again at once.");

  return _ ("Nothing is offered until a tool is switched on and saved.");
}

/* On one line: the table scrolls sideways, and a label that may wrap would claim the height it has
 * where it is narrowest. */
static GtkWidget *
new_cell (const char *text,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
new_amount_cell (const WbOfferSet     *set,
                 const WbCouponAmount *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *amount = wb_format_offer_value (row->kind, row->amount, row->currency);
  g_autofree char *minimum = NULL;

  gtk_box_append (GTK_BOX (box), new_cell (amount, "heading"));
  if (row->min_order_value) {
    g_autofree char *least = wb_format_offer_value (WB_COUPON_KIND_FIXED, row->min_order_value,
                                                    row->currency);

    /* TRANSLATORS: below a coupon's value; %s is the least order it is for, such as “1 000 Kč” */
    minimum = g_strdup_printf (_ ("from %s"), least);
    gtk_box_append (GTK_BOX (box), new_cell (minimum, "caption"));
  }

  return box;
}

static void
add_proposal (WbActivationPage *self,
              GtkGrid          *grid,
              int               line,
              const WbOfferSet *set)
{
  const char *name = wb_context_get_type_name (self->context, set->type);
  GtkWidget *label = new_cell (name ? name : set->type, NULL);
  g_autofree char *days = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days",
                                                        (gulong) MAX (set->validity_days, 0)),
                                           set->validity_days);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_grid_attach (grid, label, 0, line, 1, 1);
  for (guint i = 0; i < set->amounts->len; i++)
    gtk_grid_attach (grid, new_amount_cell (set, g_ptr_array_index (set->amounts, i)),
                     1 + (int) i, line, 1, 1);
  if (set->validity_days >= 0)
    gtk_grid_attach (grid, new_cell (days, NULL), 1 + (int) set->amounts->len,
                     line, 1, 1);
}

/* Types below each other, currencies beside each other: all have the same, those of the shops. */
static void
show_proposals (WbActivationPage *self)
{
  g_autoptr (GPtrArray) sets = propose (self);
  GtkWidget *grid = NULL;
  const WbOfferSet *first = sets->len > 0 ? g_ptr_array_index (sets, 0) : NULL;
  gboolean shown = first && first->amounts->len > 0 && wb_context_is_manager (self->context);

  gtk_widget_set_visible (self->proposal_group, shown);
  if (!shown) {
    adw_bin_set_child (ADW_BIN (self->proposals), NULL);
    return;
  }

  grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 9);
  gtk_widget_set_margin_start (grid, 12);
  gtk_widget_set_margin_end (grid, 12);
  gtk_widget_set_margin_top (grid, 12);
  gtk_widget_set_margin_bottom (grid, 12);
  gtk_grid_attach (GTK_GRID (grid),
                   new_cell (_ ("Ticket type"), "caption-heading"), 0, 0, 1, 1);
  for (guint i = 0; i < first->amounts->len; i++) {
    const WbCouponAmount *row = g_ptr_array_index (first->amounts, i);

    gtk_grid_attach (GTK_GRID (grid),
                     new_cell (row->currency, "caption-heading"), 1 + (int) i, 0,
                     1, 1);
  }
  gtk_grid_attach (GTK_GRID (grid),
                   new_cell (C_ ("coupon column", "Valid"), "caption-heading"),
                   1 + (int) first->amounts->len, 0, 1, 1);
  for (guint i = 0; i < sets->len; i++)
    add_proposal (self, GTK_GRID (grid), 1 + (int) i, g_ptr_array_index (sets, i));
  adw_bin_set_child (ADW_BIN (self->proposals), grid);
}

/* The last switching that was not taken over by the server yet. */
static WbOutboxRow *
find_row (WbContext *context)
{
  g_autoptr (GPtrArray) rows = wb_outbox_for_object (wb_context_get_reader (context), "account",
                                                     WB_OUTBOX_ACCOUNT, NULL);

  for (guint i = rows ? rows->len : 0; i > 0; i--) {
    WbOutboxRow *row = g_ptr_array_index (rows, i - 1);

    if (g_str_equal (row->op, WB_OP_ADDON))
      return wb_outbox_row_ref (row);
  }

  return NULL;
}

static void
show_notice (WbActivationPage *self)
{
  WbNotice *notice = WB_NOTICE (self->notice);
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  g_autoptr (WbOutboxRow) row = find_row (self->context);
  gboolean refused = row && row->state == WB_OUTBOX_NEEDS_YOU;

  g_clear_pointer (&self->refused, wb_outbox_row_unref);
  if (self->trouble) {
    wb_notice_show (notice, WB_NOTICE_ERROR, _ ("It could not be activated"), self->trouble);
  } else if (refused) {
    /* Translators: %s are the server's own words */
    g_autofree char *words = g_strdup_printf (_ ("The server says: %s"),
                                              row->error_message ? row->error_message : "");

    self->refused = g_steal_pointer (&row);
    wb_notice_show (notice, WB_NOTICE_ERROR, _ ("Your change was refused"), words);
    wb_notice_set_buttons (notice, _ ("Send _again"), _ ("Give the change _up"));
  } else if (row) {
    wb_notice_show (notice, WB_NOTICE_INFO, _ ("Deactivating waits to be sent"),
                    _ ("Customers are offered as before until the server has it."));
  } else if (state->phase == WB_SYNC_OFFLINE && wb_context_is_manager (self->context)) {
    wb_notice_show (notice, WB_NOTICE_INFO, _ ("The server cannot be reached"),
                    _ ("Activate all the same: it waits here and is sent once the server "
                       "answers."));
  } else {
    wb_notice_hide (notice);
  }
}

static void
refresh (WbActivationPage *self)
{
  const WbAccount *account = wb_context_get_account (self->context);
  gboolean manager = wb_context_is_manager (self->context);
  gboolean any = FALSE, on = FALSE;

  /* Looked at only while remarketing is not active; asking for editors costs reads. */
  if (!account || account->remarketing_active)
    return;

  gtk_widget_set_visible (self->activate, manager);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "activation.activate",
                                 manager && !self->busy);
  look_at_kept (self, &any, &on);
  gtk_label_set_text (GTK_LABEL (self->foot_words), describe_effect (manager, on));
  gtk_widget_set_visible (self->kept_group, any);
  show_notice (self);
  show_proposals (self);
}

static void
context_changed_cb (WbActivationPage *self,
                    guint             tables)
{
  if (tables & (WB_TABLE_ACCOUNT | WB_TABLE_OUTBOX | WB_TABLE_OFFERS))
    refresh (self);
}

static gboolean
switch_on (WbWorkspace  *workspace,
           gpointer      data,
           GError      **error)
{
  return wb_action_activate_remarketing (workspace, TRUE, error);
}

static void
fill_in (WbActivationPage *self)
{
  g_autoptr (GPtrArray) sets = propose (self);

  for (guint i = 0; i < sets->len; i++) {
    const WbOfferSet *set = g_ptr_array_index (sets, i);

    wb_offer_editor_replace_tools (wb_offer_desk_get_editor (self->desk, set->type, NULL), set);
  }
}

static void
switched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (WbActivationPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = wb_context_write_finish (result, &error);

  if (!self->context)
    return;

  self->busy = FALSE;
  if (!stored) {
    self->trouble = g_strdup (error->message);
  } else {
    fill_in (self);
    if (wb_context_get_sync (self->context))
      wb_sync_wake (wb_context_get_sync (self->context));
  }
  refresh (self);
}

static void
activate_action (GtkWidget  *widget,
                 const char *action_name,
                 GVariant   *parameter)
{
  WbActivationPage *self = WB_ACTIVATION_PAGE (widget);

  g_clear_pointer (&self->trouble, g_free);
  self->busy = TRUE;
  wb_context_write_async (self->context, switch_on, NULL, NULL, NULL, switched_cb,
                          g_object_ref (self));
  refresh (self);
}

static void
decided_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (WbActivationPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!wb_context_write_finish (result, &error) && self->context) {
    g_free (self->trouble);
    self->trouble = g_strdup (error->message);
  }
  if (!self->context)
    return;

  if (wb_context_get_sync (self->context))
    wb_sync_wake (wb_context_get_sync (self->context));
  refresh (self);
}

static void
notice_clicked_cb (WbActivationPage *self,
                   int               button)
{
  if (!self->refused)
    return;
  if (button == 0)
    wb_offer_work_resend_row (self->context, self->refused->seq, decided_cb, g_object_ref (self));
  else
    wb_offer_work_drop_row (self->context, self->refused->seq, decided_cb, g_object_ref (self));
}

static void
wb_activation_page_dispose (GObject *object)
{
  WbActivationPage *self = WB_ACTIVATION_PAGE (object);

  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  g_clear_object (&self->desk);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_activation_page_parent_class)->dispose (object);
}

static void
wb_activation_page_finalize (GObject *object)
{
  WbActivationPage *self = WB_ACTIVATION_PAGE (object);

  g_clear_pointer (&self->refused, wb_outbox_row_unref);
  g_free (self->trouble);

  G_OBJECT_CLASS (wb_activation_page_parent_class)->finalize (object);
}

static void
wb_activation_page_class_init (WbActivationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_activation_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_activation_page_finalize;

  g_type_ensure (WB_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/offers/wb-activation-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WbActivationPage, activate);
  gtk_widget_class_bind_template_child (widget_class, WbActivationPage, foot_words);
  gtk_widget_class_bind_template_child (widget_class, WbActivationPage, notice);
  gtk_widget_class_bind_template_child (widget_class, WbActivationPage, kept_group);
  gtk_widget_class_bind_template_child (widget_class, WbActivationPage, proposal_group);
  gtk_widget_class_bind_template_child (widget_class, WbActivationPage, proposals);
  gtk_widget_class_bind_template_callback (widget_class, notice_clicked_cb);
  gtk_widget_class_install_action (widget_class, "activation.activate", NULL, activate_action);
}

static void
wb_activation_page_init (WbActivationPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * wb_activation_page_new:
 * @context: the workspace
 * @desk: where proposals become edits
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
wb_activation_page_new (WbContext   *context,
                        WbOfferDesk *desk)
{
  WbActivationPage *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (WB_IS_OFFER_DESK (desk), NULL);

  self = g_object_new (WB_TYPE_ACTIVATION_PAGE, NULL);
  self->context = g_object_ref (context);
  self->desk = g_object_ref (desk);
  self->changed_id =
    g_signal_connect_swapped (context, "changed", G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id =
    g_signal_connect_swapped (context, "sync-changed", G_CALLBACK (refresh), self);
  refresh (self);

  return GTK_WIDGET (self);
}

/**
 * wb_activation_is_waiting:
 * @context: the workspace
 *
 * Returns: whether remarketing was activated here and the server does not know yet
 */
gboolean
wb_activation_is_waiting (WbContext *context)
{
  const WbAccount *account = NULL;
  g_autoptr (WbOutboxRow) row = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), FALSE);

  account = wb_context_get_account (context);
  row = account && account->remarketing_active ? find_row (context) : NULL;

  return row && (row->state == WB_OUTBOX_WAITING || row->state == WB_OUTBOX_SENDING);
}
