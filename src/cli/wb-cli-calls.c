/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winbackctl calls: the queue in its order, as it is asked for. */

#include "config.h"

#include "wb-cli.h"

#include "wb-cli-print.h"
#include "wb-wire-activity.h"

#include <glib/gi18n-lib.h>

/* A person who asks for everything wants to see the last few that are done, not years of them. */
#define CLOSED_FOR_PEOPLE 20

void
wb_cli_queue_clear (WbCliQueue *self)
{
  g_clear_pointer (&self->type, g_free);
}

static gboolean
read_sort (const char  *text,
           WbCallSort  *sort_out,
           GError     **error)
{
  static const char *const words[] = { "next", "promise", "age" };
  static const WbCallSort sorts[] = {
    WB_CALL_SORT_NEXT_TRY, WB_CALL_SORT_PROMISE, WB_CALL_SORT_AGE,
  };

  *sort_out = WB_CALL_SORT_NEXT_TRY;
  for (guint i = 0; text && i < G_N_ELEMENTS (words); i++) {
    if (!g_str_equal (words[i], text))
      continue;
    *sort_out = sorts[i];
    return TRUE;
  }
  if (text)
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("--sort takes next, promise or age, not “%s”"), text);
  return !text;
}

static gboolean
check_options (const WbCliOptions  *options,
               WbCallGroup         *group_out,
               GError             **error)
{
  if (options->group && !wb_call_group_from_text (options->group, group_out)) {
    g_set_error (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                 _ ("There is no group “%s”; there are late, today, week, later and closed"),
                 options->group);
    return FALSE;
  }
  if (options->mine && options->free) {
    g_set_error_literal (error, WB_CLI_ERROR, WB_CLI_ERROR_USAGE,
                         _ ("A call cannot be both mine and free; give one of --mine and --free"));
    return FALSE;
  }
  return TRUE;
}

/**
 * wb_cli_queue_init:
 * @self: (out caller-allocates): the queue; cleared in any case
 * @cli: the program, its workspace open
 * @error: return location for a #GError
 *
 * Makes of the options what the store is asked.
 *
 * Returns: `FALSE` with %WB_CLI_ERROR when they do not say it
 */
gboolean
wb_cli_queue_init (WbCliQueue  *self,
                   WbCli       *cli,
                   GError     **error)
{
  const WbCliOptions *options = &cli->options;
  WbCallQuery *query = &self->query;

  *self = (WbCliQueue) { .group = WB_CALL_GROUP_LATE };
  if (!check_options (options, &self->group, error) ||
      !read_sort (options->sort, &query->sort, error))
    return FALSE;
  if (options->type) {
    self->type = wb_cli_resolve_type (cli, options->type, error);
    if (!self->type)
      return FALSE;
  }
  query->filter = options->mine ? WB_CALL_FILTER_MINE
                                : options->free ? WB_CALL_FILTER_FREE : WB_CALL_FILTER_ALL;
  query->type = self->type;
  query->no_number = options->no_number;
  query->me = cli->me;
  query->typed = options->search;
  query->now = wb_cli_now (cli);
  query->zone = cli->zone;
  if (options->group && self->group != WB_CALL_GROUP_CLOSED)
    query->closed_limit = 0;
  else
    query->closed_limit = options->json || options->group ? G_MAXINT : CLOSED_FOR_PEOPLE;
  return TRUE;
}

/**
 * wb_cli_queue_has:
 * @self: the queue
 * @cli: the program
 * @group: a group
 *
 * Returns: whether calls of that group are asked for
 */
gboolean
wb_cli_queue_has (WbCliQueue  *self,
                  WbCli       *cli,
                  WbCallGroup  group)
{
  return !cli->options.group || group == self->group;
}

/**
 * wb_cli_call_cells:
 * @self: the program, its workspace open
 * @call: a call
 * @group: the group it stands in
 * @now: the server's time, ms
 *
 * Returns: (transfer full): id, group or outcome, when, customer, phone, ticket, type, holder
 */
GStrv
wb_cli_call_cells (WbCli            *self,
                   const WbActivity *call,
                   WbCallGroup       group,
                   gint64            now)
{
  g_autofree char *id = wb_cli_short_id (call->id);
  gint64 at = group == WB_CALL_GROUP_CLOSED ? call->closed_at : call->due_at;
  g_autofree char *due = wb_cli_format_time (at, now, self->zone);
  const char *what = group == WB_CALL_GROUP_CLOSED && call->outcome
                     ? wb_outcome_label (wb_outcome_from_text (call->outcome))
                     : wb_call_group_label (group);
  const char *const cells[] = {
    id, what, due, call->customer_name, call->customer_phone, call->ticket_code,
    wb_cli_type_name (self, call->ticket_type), wb_cli_user_name (self, call->assignee),
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    g_strv_builder_add (builder, cells[i] ? cells[i] : "");
  return g_strv_builder_end (builder);
}

static gboolean
list_calls (WbCli       *self,
            WbCliQueue  *queue,
            GError     **error)
{
  g_autoptr (GArray) refs = wb_call_store_list (self->db, &queue->query, error);
  g_autoptr (GPtrArray) calls = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_activity_unref);
  g_autoptr (WbCliTable) table = wb_cli_table_new (_ ("Call"), _ ("Group"), _ ("When"),
                                                   _ ("Customer"), _ ("Phone"), _ ("Ticket"),
                                                   _ ("Type"), _ ("Taken by"), NULL);

  if (!refs)
    return FALSE;
  for (guint i = 0; i < refs->len; i++) {
    const WbCallRef *ref = &g_array_index (refs, WbCallRef, i);
    g_auto (GStrv) cells = NULL;
    WbActivity *call;

    if (!wb_cli_queue_has (queue, self, ref->group))
      continue;
    call = wb_call_store_get_row (self->db, ref->rowid, error);
    if (!call)
      return FALSE;
    g_ptr_array_add (calls, call);
    cells = wb_cli_call_cells (self, call, ref->group, queue->query.now);
    wb_cli_table_add (table, (const char *const *) cells);
  }
  if (self->options.json)
    wb_cli_print_array (calls, (JsonNode * (*)(gconstpointer))wb_wire_activity_encode);
  else if (calls->len == 0)
    g_print ("%s\n", wb_cli_is_plain (self) ? _ ("This server does not offer calls.")
                                            : _ ("No calls."));
  else
    wb_cli_table_print (table);
  return TRUE;
}

/**
 * wb_cli_calls:
 * @self: the program
 * @args: none
 * @error: return location for a #GError
 *
 * Lists the calls, late ones first; or goes on telling of those that change.
 *
 * Returns: `TRUE` on success
 */
gboolean
wb_cli_calls (WbCli   *self,
              GStrv    args,
              GError **error)
{
  g_auto (WbCliQueue) queue = { 0 };

  if (!wb_cli_queue_init (&queue, self, error))
    return FALSE;
  return self->options.watch ? wb_cli_calls_watch (self, &queue, error)
                             : list_calls (self, &queue, error);
}
