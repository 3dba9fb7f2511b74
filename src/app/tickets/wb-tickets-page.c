/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The Tickets page; see wb-tickets-page.h. The list is a window on the database: ids asked for on a
 * worker, rows read when they come into view (reference/floors.md 2 and 9). */

#include "config.h"

#include "wb-tickets-page-private.h"

#include "compat.h"
#include "wb-back-button.h"
#include "wb-context.h"
#include "wb-page.h"
#include "wb-row-list.h"
#include "wb-split-view.h"
#include "wb-ticket-card.h"
#include "wb-ticket-query.h"
#include "wb-ticket-line.h"
#include "wb-ticket-store.h"
#include "wb-time.h"

#include <glib/gi18n-lib.h>

/* How many hits are looked through for the one ticket that another page asked for. */
#define WANTED_LIMIT 50
/* While a sync brings many tickets, the list is asked for anew this often at most. */
#define READ_PAUSE_MS 300
/* What is typed is answered at once with the rows that can be seen, and with all of them when the
 * person pauses: GTK makes 200 widgets for a long list, and a key should not wait for them. */
#define FIRST_ROWS 48
#define WHOLE_PAUSE_MS 200

static void wb_tickets_page_page_init (WbPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WbTicketsPage, wb_tickets_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_PAGE, wb_tickets_page_page_init))

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static void read_first (WbTicketsPage *self);
static void read_whole (WbTicketsPage *self);

static const WbTicket *
get_ticket_at (WbTicketsPage *self,
               guint          position)
{
  g_autoptr (WbRow) row = g_list_model_get_item (G_LIST_MODEL (self->tickets), position);

  return row ? wb_row_get_record (row) : NULL;
}

static void
show_selected (WbTicketsPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  const WbTicket *ticket = NULL;

  g_clear_handle_id (&self->card_id, g_source_remove);
  if (position == GTK_INVALID_LIST_POSITION)
    return;

  ticket = get_ticket_at (self, position);
  wb_ticket_card_set_ticket (WB_TICKET_CARD (self->card), ticket ? ticket->id : NULL);
}

static gboolean
card_cb (gpointer user_data)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (user_data);

  self->card_id = 0;
  show_selected (self);

  return G_SOURCE_REMOVE;
}

static void
selected_cb (WbTicketsPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (self->restoring || position == GTK_INVALID_LIST_POSITION)
    return;

  self->selected_id = wb_row_list_get_id (self->tickets, position);
  show_selected (self);
}

static void
select_position (WbTicketsPage *self,
                 guint          position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", position);
}

/* Nobody asked for this very ticket, so its card comes after the rows are painted. */
static void
select_first (WbTicketsPage *self)
{
  self->selected_id = wb_row_list_get_id (self->tickets, 0);
  self->restoring = TRUE;
  gtk_single_selection_set_selected (self->selection, 0);
  self->restoring = FALSE;
  gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", 0);
  if (self->card_id == 0)
    self->card_id = g_timeout_add (WHOLE_PAUSE_MS, card_cb, self);
}

/* After the list was read: the wanted ticket, else the one that was selected; else, in a wide
 * window, the first one, so that the card is never empty while there is something to show. */
static void
restore_selection (WbTicketsPage *self)
{
  gint64 want = self->wanted_id != 0 ? self->wanted_id : self->selected_id;
  guint position = 0;
  gboolean found = want != 0 && wb_row_list_find (self->tickets, want, &position);

  if (found && self->wanted_id != 0) {
    self->wanted_id = 0;
    select_position (self, position);
  } else if (found) {
    /* Nothing moves under the person's eyes. */
    self->restoring = TRUE;
    gtk_single_selection_set_selected (self->selection, position);
    self->restoring = FALSE;
  } else if (g_list_model_get_n_items (G_LIST_MODEL (self->tickets)) > 0) {
    if (*wb_tickets_page_get_typed (self) != '\0')
      select_first (self);
    else if (!wb_ticket_card_get_ticket (WB_TICKET_CARD (self->card)))
      select_position (self, 0);
  }
}

static gboolean
whole_cb (gpointer user_data)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (user_data);

  self->whole_id = 0;
  read_whole (self);

  return G_SOURCE_REMOVE;
}

static void
take_answer (WbTicketsPage *self,
             GAsyncResult  *result,
             gboolean       is_first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = wb_ticket_query_finish (result, &error);

  /* Cancelled = the page is gone, and @self must not be looked at. */
  if ((!ids && !error) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->has_read = TRUE;
  if (error) {
    wb_tickets_page_show_empty (self, "dialog-error-symbolic", _ ("Tickets cannot be read"),
                                error->message);
    return;
  }

  self->has_first_only = is_first && ids->len == FIRST_ROWS;
  /* An older answer may have been on its way when this one was asked for. */
  g_clear_handle_id (&self->whole_id, g_source_remove);
  if (self->has_first_only)
    self->whole_id = g_timeout_add (WHOLE_PAUSE_MS, whole_cb, self);
  self->restoring = TRUE;
  wb_row_list_set_ids (self->tickets, ids);
  wb_row_list_reload (self->tickets);
  self->restoring = FALSE;
  wb_tickets_page_show_state (self);
  restore_selection (self);
}

static void
first_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  take_answer (user_data, result, TRUE);
}

static void
whole_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  take_answer (user_data, result, FALSE);
}

static void
read_first (WbTicketsPage *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->whole_id, g_source_remove);
  wb_ticket_query_ask (self->query, wb_tickets_page_get_typed (self), FIRST_ROWS, self->cancellable,
                       first_read_cb, self);
}

static void
read_whole (WbTicketsPage *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->whole_id, g_source_remove);
  wb_ticket_query_ask (self->query, wb_tickets_page_get_typed (self), 0, self->cancellable,
                       whole_read_cb, self);
}

static gboolean
pause_cb (gpointer user_data)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (user_data);

  self->pause_id = 0;
  read_whole (self);

  return G_SOURCE_REMOVE;
}

/* The rows are those the list has now: a list of our own would outlive some, for GTK 4.8 takes the
 * child out of its item before it tells that it tears the item down. */
static void
refresh_rows (WbTicketsPage *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->list_view); child;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *row = gtk_widget_get_first_child (child);

    if (row)
      wb_ticket_line_refresh (WB_TICKET_LINE (row));
  }
}

static void
context_changed_cb (WbTicketsPage *self,
                    guint          tables)
{
  if (tables & WB_TABLE_ACCOUNT)
    refresh_rows (self);
  if ((tables & WB_TABLE_TICKETS) && self->has_read && self->pause_id == 0)
    self->pause_id = g_timeout_add (READ_PAUSE_MS, pause_cb, self);
}

static void
search_changed_cb (WbTicketsPage *self)
{
  if (self->query)
    read_first (self);
}

static void
focus_list (WbTicketsPage *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (self->list_view, "list.scroll-to-item", "u", position);
  gtk_widget_grab_focus (self->list_view);
}

static void
search_stopped_cb (WbTicketsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  focus_list (self);
}

static void
search_done_cb (WbTicketsPage *self)
{
  if (gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION &&
      g_list_model_get_n_items (G_LIST_MODEL (self->tickets)) > 0)
    select_position (self, 0);
  if (self->card_id != 0)
    show_selected (self);
  focus_list (self);
}

static void
row_activated_cb (WbTicketsPage *self,
                  guint          position)
{
  gtk_single_selection_set_selected (self->selection, position);
  if (self->card_id != 0)
    show_selected (self);
  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), TRUE);
}

static void
setup_row_cb (WbTicketsPage *self,
              GtkListItem   *item)
{
  gtk_list_item_set_child (item, wb_ticket_line_new (self->context));
}

static void
bind_row_cb (WbTicketsPage *self,
             GtkListItem   *item)
{
  wb_ticket_line_set_row (WB_TICKET_LINE (gtk_list_item_get_child (item)),
                          gtk_list_item_get_item (item));
}

static void
unbind_row_cb (WbTicketsPage *self,
               GtkListItem   *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);

  if (row)
    wb_ticket_line_set_row (WB_TICKET_LINE (row), NULL);
}

static gpointer
load_ticket (gint64   rowid,
             gpointer data)
{
  WbTicketsPage *self = data;

  /* Gone or unreadable is the same here: a row without words until the list is read again. */
  return wb_ticket_store_get_row (wb_context_get_reader (self->context), rowid, NULL);
}

static void
set_up_list (WbTicketsPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->tickets = wb_row_list_new (load_ticket, (GDestroyNotify) wb_ticket_unref, self, NULL);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->tickets)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);

  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_row_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_row_cb), self, G_CONNECT_SWAPPED);
  gtk_list_view_set_factory (GTK_LIST_VIEW (self->list_view), factory);
  wb_compat_tab_leaves_list (GTK_LIST_VIEW (self->list_view));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), GTK_SELECTION_MODEL (self->selection));
}

static const char *
wb_tickets_page_get_title (WbPage *page)
{
  return _ ("Tickets");
}

static void
wb_tickets_page_shown (WbPage *page)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (page);

  if (!wb_split_view_get_folded (WB_SPLIT_VIEW (self->split)))
    gtk_widget_grab_focus (self->search_entry);
}

static gboolean
wb_tickets_page_start_search (WbPage *page)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (page);

  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), FALSE);
  gtk_widget_grab_focus (self->search_entry);
  gtk_editable_select_region (GTK_EDITABLE (self->search_entry), 0, -1);

  return TRUE;
}

/* The row id of a ticket, by way of a search for its code: the list knows no other ids. */
static gint64
find_row_id (WbTicketsPage *self,
             const char    *id)
{
  WbDb *reader = wb_context_get_reader (self->context);
  g_autoptr (WbTicket) ticket = wb_ticket_store_get (reader, id, NULL);
  g_autoptr (GArray) ids =
    ticket ? wb_ticket_store_list_ids (reader, ticket->code, WANTED_LIMIT, NULL) : NULL;

  for (guint i = 0; ids && i < ids->len; i++) {
    g_autoptr (WbTicket) found =
      wb_ticket_store_get_row (reader, g_array_index (ids, gint64, i), NULL);

    if (found && g_strcmp0 (found->id, id) == 0)
      return g_array_index (ids, gint64, i);
  }

  return 0;
}

static gboolean
wb_tickets_page_show_object (WbPage     *page,
                             const char *id)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (page);
  guint position = 0;

  self->wanted_id = find_row_id (self, id);
  wb_split_view_set_show_content (WB_SPLIT_VIEW (self->split), TRUE);
  wb_ticket_card_set_ticket (WB_TICKET_CARD (self->card), id);
  if (self->wanted_id == 0)
    return FALSE;

  if (wb_row_list_find (self->tickets, self->wanted_id, &position)) {
    self->wanted_id = 0;
    select_position (self, position);
  } else {
    /* Not under this search, or not read yet. */
    gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
    read_whole (self);
  }

  return TRUE;
}

static void
wb_tickets_page_page_init (WbPageInterface *iface)
{
  iface->get_title = wb_tickets_page_get_title;
  iface->shown = wb_tickets_page_shown;
  iface->start_search = wb_tickets_page_start_search;
  iface->show_object = wb_tickets_page_show_object;
}

static void
wb_tickets_page_constructed (GObject *object)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (object);

  G_OBJECT_CLASS (wb_tickets_page_parent_class)->constructed (object);

  self->card = wb_ticket_card_new (self->context);
  adw_bin_set_child (ADW_BIN (self->card_bin), self->card);
  set_up_list (self);
  self->query = wb_ticket_query_new (wb_context_get_workspace (self->context));
  self->changed_id =
    g_signal_connect_swapped (self->context, "changed", G_CALLBACK (context_changed_cb), self);
  self->sync_changed_id = g_signal_connect_swapped (
    self->context, "sync-changed", G_CALLBACK (wb_tickets_page_show_state), self);
}

/* Nothing is read before somebody looks: at start that is another page. */
static void
wb_tickets_page_map (GtkWidget *widget)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (widget);

  GTK_WIDGET_CLASS (wb_tickets_page_parent_class)->map (widget);

  if (!self->has_read)
    read_first (self);
}

static void
wb_tickets_page_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (object);

  if (prop_id == PROP_CONTEXT)
    self->context = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
wb_tickets_page_dispose (GObject *object)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_handle_id (&self->whole_id, g_source_remove);
  g_clear_handle_id (&self->card_id, g_source_remove);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_signal_handler (&self->sync_changed_id, self->context);
  if (self->list_view) {
    gtk_list_view_set_model (GTK_LIST_VIEW (self->list_view), NULL);
    self->list_view = NULL;
  }
  g_clear_object (&self->selection);
  g_clear_object (&self->tickets);
  g_clear_pointer (&self->query, wb_ticket_query_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (wb_tickets_page_parent_class)->dispose (object);
}

static void
wb_tickets_page_finalize (GObject *object)
{
  WbTicketsPage *self = WB_TICKETS_PAGE (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (wb_tickets_page_parent_class)->finalize (object);
}

static void
wb_tickets_page_class_init (WbTicketsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = wb_tickets_page_constructed;
  object_class->set_property = wb_tickets_page_set_property;
  object_class->dispose = wb_tickets_page_dispose;
  object_class->finalize = wb_tickets_page_finalize;
  widget_class->map = wb_tickets_page_map;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, WB_TYPE_CONTEXT,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (WB_TYPE_BACK_BUTTON);
  g_type_ensure (WB_TYPE_SPLIT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/winback/app/tickets/wb-tickets-page.ui");
  gtk_widget_class_bind_template_child (widget_class, WbTicketsPage, split);
  gtk_widget_class_bind_template_child (widget_class, WbTicketsPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, WbTicketsPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, WbTicketsPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, WbTicketsPage, load_bar);
  gtk_widget_class_bind_template_child (widget_class, WbTicketsPage, load_label);
  gtk_widget_class_bind_template_child (widget_class, WbTicketsPage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, WbTicketsPage, count_label);
  gtk_widget_class_bind_template_child (widget_class, WbTicketsPage, card_bin);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_done_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
wb_tickets_page_init (WbTicketsPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
