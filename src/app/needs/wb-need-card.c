/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A refused change or a conflict; see wb-need-card.h. */

#include "config.h"

#include "wb-need-card.h"

#include "wb-banner-store.h"
#include "wb-call-store.h"
#include "wb-format.h"
#include "wb-need-words.h"
#include "wb-offer-diff.h"
#include "wb-ticket-store.h"
#include "wb-tiles.h"
#include "wb-wire-offer-set.h"
#include "wb-wire-write.h"

#include <glib/gi18n-lib.h>

/* The icon's width and the gap after it, so that the text stands under the title. */
#define BODY_INDENT 25

struct _WbNeedCard
{
  AdwBin parent_instance;

  WbContext *context;   /* (owned) */
  WbOutboxRow *row;     /* (owned) */
};

G_DEFINE_FINAL_TYPE (WbNeedCard, wb_need_card, ADW_TYPE_BIN)

enum
{
  RESEND,
  DISCARD,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static char *
describe_completion (const WbOutboxRow *row)
{
  g_autoptr (WbCompleteBody) body = wb_wire_complete_body_decode (row->body, NULL);
  WbOutcome outcome = body && body->outcome ? wb_outcome_from_text (body->outcome)
                                            : WB_OUTCOME_NONE;

  return g_strdup (outcome == WB_OUTCOME_NONE ? _ ("Close the call") : wb_outcome_label (outcome));
}

static char *
describe_reschedule (WbContext         *context,
                     const WbOutboxRow *row)
{
  g_autoptr (WbRescheduleBody) body = wb_wire_reschedule_body_decode (row->body, NULL);
  g_autofree char *when = NULL;

  if (!body)
    return g_strdup (_ ("Snooze"));

  when = wb_format_when (body->due_at, wb_context_now (context), wb_context_get_zone (context));

  return g_strdup_printf (_ ("Snooze until %s"), when);
}

static char *
describe_deed (WbContext         *context,
               const WbOutboxRow *row)
{
  if (g_str_equal (row->op, WB_OP_ASSIGN)) {
    g_autoptr (WbAssignBody) body = wb_wire_assign_body_decode (row->body, NULL);

    return g_strdup (body && !body->assignee ? _ ("Give the call back") : _ ("Take the call"));
  }
  if (g_str_equal (row->op, WB_OP_COMPLETE))
    return describe_completion (row);
  if (g_str_equal (row->op, WB_OP_RESCHEDULE))
    return describe_reschedule (context, row);
  if (g_str_equal (row->op, WB_OP_REOPEN))
    return g_strdup (_ ("Reopen the call"));
  if (g_str_equal (row->op, WB_OP_NOTE))
    return g_strdup (_ ("Note to the ticket"));
  if (g_str_equal (row->op, WB_OP_SETTINGS))
    return g_strdup (_ ("Change the offers"));
  if (g_str_equal (row->op, WB_OP_PHONE))
    return g_strdup (_ ("Change the number"));
  if (g_str_equal (row->op, WB_OP_COUPON))
    return g_strdup (_ ("Give a coupon"));
  if (g_str_equal (row->op, WB_OP_ADDON))
    return g_strdup (json_object_get_boolean_member_with_default (
                       json_node_get_object (row->body), "active", FALSE)
                       ? _ ("Activate remarketing")
                       : _ ("Deactivate remarketing"));
  if (g_str_equal (row->op, WB_OP_ACCOUNT))
    return g_strdup (_ ("Change the account"));
  if (g_str_equal (row->op, WB_OP_BANNER))
    return g_strdup (_ ("Change a banner"));

  return g_strdup (row->op);
}

/* Whom or what it is about. */
static char *
describe_object (WbContext         *context,
                 const WbOutboxRow *row)
{
  WbDb *reader = wb_context_get_reader (context);

  if (g_str_equal (row->object_kind, "settings"))
    return g_strdup (WB_TEXT (wb_context_get_type_name (context, row->object_id)));
  /* There is only one. */
  if (g_str_equal (row->object_kind, "account"))
    return g_strdup ("");

  if (g_str_equal (row->object_kind, "banner")) {
    g_autoptr (WbBanner) banner = wb_banner_store_get (reader, row->object_id, NULL);

    return g_strdup (banner ? banner->name : "");
  }
  if (g_str_equal (row->object_kind, "activity")) {
    g_autoptr (WbActivity) call = wb_call_store_get (reader, row->object_id, NULL);

    if (!call)
      return g_strdup ("");

    return wb_format_join (WB_TEXT (call->customer_name), WB_TEXT (call->ticket_code), NULL);
  } else {
    g_autoptr (WbTicket) ticket = wb_ticket_store_get (reader, row->object_id, NULL);

    if (!ticket)
      return g_strdup ("");

    return wb_format_join (WB_TEXT (ticket->customer_name), WB_TEXT (ticket->code), NULL);
  }
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Whether the coupon's amounts in @node are percentages; it may be no settings at all. */
static gboolean
is_percent (const WbOutboxRow *row,
            JsonNode          *node)
{
  g_autoptr (WbOfferSet) set = NULL;
  const WbCouponAmount *first = NULL;

  if (!node || !g_str_equal (row->op, WB_OP_SETTINGS))
    return FALSE;

  set = wb_wire_offer_set_decode (node, NULL);
  first = set && set->amounts->len > 0 ? g_ptr_array_index (set->amounts, 0) : NULL;

  return first && g_strcmp0 (first->kind, WB_COUPON_KIND_PERCENT) == 0;
}

static void
add_clash (WbNeedCard         *self,
           GtkGrid            *grid,
           int                 line,
           const WbFieldClash *clash)
{
  const WbOutboxRow *row = self->row;
  const struct
  {
    const char *value;
    JsonNode *object;
  } sides[] = { { clash->mine, row->body }, { clash->theirs, row->current },
                { clash->base, row->base } };
  g_autofree char *name = wb_field_label (clash->path, NULL);
  GtkWidget *label = new_label (name, "caption");

  gtk_widget_add_css_class (label, "dim-label");
  gtk_grid_attach (grid, label, 0, line, 3, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++) {
    const WbDiffWords words = { .percent = is_percent (row, sides[i].object) };
    g_autofree char *value = wb_need_words_value (self->context, clash->path, sides[i].object);

    if (!value)
      value = wb_field_value_for_people (clash->path, sides[i].value, &words);
    gtk_grid_attach (grid, new_label (value, NULL), (int) i, line + 1, 1, 1);
  }
}

/* Mine, theirs and before, for each field that was changed on both sides. */
static GtkWidget *
new_clashes (WbNeedCard *self)
{
  g_autoptr (GPtrArray) clashes = wb_outbox_row_list_clashes (self->row);
  const char *heads[] = { _ ("Mine"), _ ("Theirs"), _ ("Before") };
  GtkWidget *grid = NULL;

  if (clashes->len == 0)
    return NULL;

  grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 3);
  for (int i = 0; i < 3; i++)
    gtk_grid_attach (GTK_GRID (grid), new_label (heads[i], "heading"), i, 0, 1, 1);
  for (guint i = 0; i < clashes->len; i++)
    add_clash (self, GTK_GRID (grid), 1 + 2 * (int) i, g_ptr_array_index (clashes, i));

  return grid;
}

static void
resend_clicked_cb (WbNeedCard *self)
{
  g_signal_emit (self, signals[RESEND], 0, self->row->seq);
}

static void
discard_clicked_cb (WbNeedCard *self)
{
  g_signal_emit (self, signals[DISCARD], 0, self->row->seq);
}

static void
open_clicked_cb (WbNeedCard *self)
{
  if (g_str_equal (self->row->object_kind, "settings"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-offers", "s", self->row->object_id);
  else if (g_str_equal (self->row->object_kind, "activity"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-call", "s", self->row->object_id);
  else if (g_str_equal (self->row->op, WB_OP_ACCOUNT))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.account", NULL);
  else if (g_str_equal (self->row->op, WB_OP_ADDON) || g_str_equal (self->row->op, WB_OP_BANNER))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", "offers");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-ticket", "s", self->row->object_id);
}

static GtkWidget *
add_button (WbNeedCard *self,
            GtkWidget  *box,
            const char *label,
            const char *css_class,
            GCallback   callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  if (css_class)
    gtk_widget_add_css_class (button, css_class);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  wb_tiles_append (WB_TILES (box), button);

  return button;
}

/* Offers are merged in their editor; elsewhere one side is taken as a whole. */
static void
add_buttons (WbNeedCard *self,
             GtkWidget  *box)
{
  GtkWidget *buttons = g_object_new (WB_TYPE_TILES, "min-tile-width", 90, "spacing", 9, NULL);
  gboolean clashes = self->row->state == WB_OUTBOX_CONFLICT;
  gboolean merged = clashes && g_str_equal (self->row->op, WB_OP_SETTINGS);

  gtk_widget_set_margin_top (buttons, 6);
  gtk_widget_set_halign (buttons, GTK_ALIGN_END);
  add_button (self, buttons, merged ? _ ("_Choose in Offers") : _ ("_Show"),
              merged ? "suggested-action" : NULL, G_CALLBACK (open_clicked_cb));
  add_button (self, buttons, clashes && !merged ? _ ("Keep _theirs") : _ ("_Discard"), NULL,
              G_CALLBACK (discard_clicked_cb));
  if (!merged)
    add_button (self, buttons, clashes ? _ ("Keep _mine") : _ ("Send _again"), NULL,
                G_CALLBACK (resend_clicked_cb));
  gtk_box_append (GTK_BOX (box), buttons);
}

static void
fill (WbNeedCard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *clashes = self->row->state == WB_OUTBOX_CONFLICT ? new_clashes (self) : NULL;
  g_autofree char *deed = wb_need_card_describe (self->context, self->row);
  g_autofree char *when = wb_format_when (self->row->created_at, wb_context_now (self->context),
                                          wb_context_get_zone (self->context));
  GtkWidget *title = new_label (deed, "heading");
  GtkWidget *time = new_label (when, "dim-label");
  const char *words = self->row->error_message;
  GtkWidget *body = NULL;

  gtk_widget_add_css_class (icon, "warning");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (time, "small");
  gtk_widget_set_valign (time, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (head), icon);
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), time);
  gtk_box_append (GTK_BOX (box), head);
  if (clashes) {
    body = new_label (_ ("Somebody else changed the same fields meanwhile."), NULL);
    gtk_widget_set_margin_start (body, BODY_INDENT);
    gtk_widget_set_margin_start (clashes, BODY_INDENT);
    gtk_box_append (GTK_BOX (box), body);
    gtk_box_append (GTK_BOX (box), clashes);
  } else {
    g_autofree char *said = words && *words
                              ? g_strdup_printf (_ ("The server said: “%s”"), words)
                              : g_strdup (_ ("The server refused it without a word."));

    body = new_label (said, NULL);
    gtk_widget_set_margin_start (body, BODY_INDENT);
    gtk_box_append (GTK_BOX (box), body);
  }
  add_buttons (self, box);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "need");
  adw_bin_set_child (ADW_BIN (self), box);
}

static void
wb_need_card_finalize (GObject *object)
{
  WbNeedCard *self = WB_NEED_CARD (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->row, wb_outbox_row_unref);

  G_OBJECT_CLASS (wb_need_card_parent_class)->finalize (object);
}

static void
wb_need_card_class_init (WbNeedCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_need_card_finalize;

  signals[RESEND] = g_signal_new ("resend", WB_TYPE_NEED_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[DISCARD] = g_signal_new ("discard", WB_TYPE_NEED_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
wb_need_card_init (WbNeedCard *self)
{
}

/**
 * wb_need_card_new:
 * @context: for names and the clock
 * @row: a row that waits for a person
 *
 * Returns: (transfer floating): the card; main thread, as all here
 */
GtkWidget *
wb_need_card_new (WbContext   *context,
                  WbOutboxRow *row)
{
  WbNeedCard *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (row, NULL);

  self = g_object_new (WB_TYPE_NEED_CARD, NULL);
  self->context = g_object_ref (context);
  self->row = wb_outbox_row_ref (row);
  fill (self);

  return GTK_WIDGET (self);
}

/**
 * wb_need_card_describe:
 * @context: for names and the clock
 * @row: an outbox row
 *
 * Returns: (transfer full): what was meant and about whom
 */
char *
wb_need_card_describe (WbContext         *context,
                       const WbOutboxRow *row)
{
  g_autofree char *deed = NULL;
  g_autofree char *object = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);
  g_return_val_if_fail (row, NULL);

  deed = describe_deed (context, row);
  object = describe_object (context, row);

  return wb_format_join (deed, WB_TEXT (object), NULL);
}
