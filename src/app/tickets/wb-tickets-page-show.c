/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of list, loading and empty states the Tickets page shows, and in what words. */

#include "config.h"

#include "wb-tickets-page-private.h"

#include <glib/gi18n-lib.h>

const char *
wb_tickets_page_get_typed (WbTicketsPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
}

/* What stands in the list's place while there are no rows; @description is plain text. */
void
wb_tickets_page_show_empty (WbTicketsPage *self,
                            const char    *icon,
                            const char    *title,
                            const char    *description)
{
  g_autofree char *markup = g_markup_escape_text (description, -1);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty_page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty_page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->empty_page), markup);
  gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "empty");
}

static void
show_loading (WbTicketsPage     *self,
              const WbSyncState *state)
{
  g_autofree char *words = NULL;

  if (state->total > 0) {
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->load_bar),
                                   MIN (1.0, (double) state->done / (double) state->total));
    /* Translators: how far the first load is: “3,200 of 12,000” */
    words = g_strdup_printf (_ ("%'d of %'d"), (int) state->done, (int) state->total);
  } else {
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->load_bar));
  }
  gtk_label_set_text (GTK_LABEL (self->load_label), words ? words : "");
  gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "loading");
}

static void
show_count (WbTicketsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tickets));
  gboolean searching = *wb_tickets_page_get_typed (self) != '\0';
  g_autofree char *words = NULL;

  /* Until all are read their number is not known; the line keeps its place. */
  if (n > 0 && !self->has_first_only)
    words = g_strdup_printf (
      searching ? g_dngettext (GETTEXT_PACKAGE, "%'u ticket found", "%'u tickets found", n)
                : g_dngettext (GETTEXT_PACKAGE, "%'u ticket", "%'u tickets", n),
      n);
  gtk_label_set_text (GTK_LABEL (self->count_label), words ? words : "");
  gtk_widget_set_visible (self->count_label, n > 0);
}

/* Which of list, loading and empty states the left side shows. */
void
wb_tickets_page_show_state (WbTicketsPage *self)
{
  const WbSyncState *state = wb_context_get_sync_state (self->context);
  gboolean never_synced = state->last_synced_at == WB_TIME_NONE;

  show_count (self);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->tickets)) > 0)
    gtk_stack_set_visible_child_name (GTK_STACK (self->list_stack), "list");
  else if (!self->has_read)
    return;
  else if (*wb_tickets_page_get_typed (self) != '\0')
    wb_tickets_page_show_empty (
      self, "system-search-symbolic", _ ("Nothing found"),
      _ ("No ticket matches. Search by name, number, e-mail, phone, order or product."));
  else if (state->phase == WB_SYNC_FIRST_LOAD ||
           (never_synced && state->phase == WB_SYNC_CONNECTING))
    show_loading (self, state);
  else if (never_synced && state->phase == WB_SYNC_OFFLINE)
    wb_tickets_page_show_empty (
      self, "network-offline-symbolic", _ ("The helpdesk does not answer"),
      state->message ? state->message : _ ("Tickets appear here once it does."));
  else
    wb_tickets_page_show_empty (self, "wb-tickets-symbolic", _ ("No tickets yet"),
                                _ ("Returns and claims from the helpdesk appear here."));
}
