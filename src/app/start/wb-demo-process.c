/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* winback-demo as a child. It says in one line of JSON where it serves, and serves until it is told
 * to end; the kernel tells it when we die without a word. */

#include "config.h"

#include "wb-demo-process.h"

#include "wb-wire.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <sys/prctl.h>

#define MAX_LINE_BYTES (64 * 1024)

struct _WbDemoProcess
{
  GObject parent_instance;

  GSubprocess *process;  /* (owned) */
  char *url;             /* (owned) (nullable) */
  char *token;           /* (owned) (nullable) the manager's */
};

G_DEFINE_FINAL_TYPE (WbDemoProcess, wb_demo_process, G_TYPE_OBJECT)
G_DEFINE_QUARK (wb-demo-error-quark, wb_demo_error)

/* Installed, it stands beside us; in a build folder, in the folder next door. */
static char *
find_program (void)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self_path ? g_path_get_dirname (self_path) : NULL;

  if (folder) {
    g_autofree char *beside = g_build_filename (folder, "winback-demo", NULL);
    g_autofree char *next_door = g_build_filename (folder, "..", "demo", "winback-demo", NULL);

    if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&beside);
    if (g_file_test (next_door, G_FILE_TEST_IS_EXECUTABLE))
      return g_steal_pointer (&next_door);
  }

  return g_find_program_in_path ("winback-demo");
}

static void
end_with_parent_cb (gpointer unused)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static gboolean
read_greeting (WbDemoProcess  *self,
               const char     *line,
               GError        **error)
{
  g_autoptr (JsonNode) node = wb_wire_parse (line, -1, MAX_LINE_BYTES, error);
  JsonObject *helpdesk = NULL;
  JsonNode *member = NULL;

  if (!node)
    return FALSE;

  member = JSON_NODE_HOLDS_OBJECT (node)
             ? json_object_get_member (json_node_get_object (node), "helpdesk")
             : NULL;
  helpdesk = member && JSON_NODE_HOLDS_OBJECT (member) ? json_node_get_object (member) : NULL;
  if (helpdesk) {
    self->url = g_strdup (json_object_get_string_member_with_default (helpdesk, "url", NULL));
    self->token =
      g_strdup (json_object_get_string_member_with_default (helpdesk, "manager_token", NULL));
  }
  if (!self->url || !self->token) {
    g_set_error (error, WB_DEMO_ERROR, WB_DEMO_ERROR_FAILED,
                 _ ("The demo did not say where it serves."));
    return FALSE;
  }

  return TRUE;
}

static void
line_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  WbDemoProcess *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *line =
    g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (!line && !error)
    g_set_error (&error, WB_DEMO_ERROR, WB_DEMO_ERROR_FAILED,
                 _ ("The demo ended before it was ready."));
  if (error || !read_greeting (self, line, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
wb_demo_process_dispose (GObject *object)
{
  WbDemoProcess *self = WB_DEMO_PROCESS (object);

  if (self->process)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->process);

  G_OBJECT_CLASS (wb_demo_process_parent_class)->dispose (object);
}

static void
wb_demo_process_finalize (GObject *object)
{
  WbDemoProcess *self = WB_DEMO_PROCESS (object);

  g_free (self->url);
  g_free (self->token);

  G_OBJECT_CLASS (wb_demo_process_parent_class)->finalize (object);
}

static void
wb_demo_process_class_init (WbDemoProcessClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_demo_process_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_demo_process_finalize;
}

static void
wb_demo_process_init (WbDemoProcess *self)
{
}

/**
 * wb_demo_process_start_async:
 * @dir: (nullable): folder that keeps the demo's data; `NULL` = it makes and removes one
 * @cancellable: (nullable): a cancellable
 * @callback: called when it serves, on the main thread; its source object is `NULL`
 * @user_data: for @callback
 *
 * Starts the demo merchant on a free port of loopback.
 */
void
wb_demo_process_start_async (const char          *dir,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *program = find_program ();
  WbDemoProcess *self = NULL;
  /* Calm enough to read, lively enough to see calls come. */
  const char *argv[] = {
    program, "--port", "0", "--customers", "90", dir ? "--dir" : NULL, dir, NULL,
  };

  g_task_set_source_tag (task, wb_demo_process_start_async);
  if (!program) {
    g_task_return_new_error (task, WB_DEMO_ERROR, WB_DEMO_ERROR_MISSING, "%s",
                             _ ("The demo is not installed. Install winback-demo beside Winback."));
    return;
  }

  self = g_object_new (WB_TYPE_DEMO_PROCESS, NULL);
  g_task_set_task_data (task, self, g_object_unref);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent_cb, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  if (!self->process) {
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }

  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, cancellable, line_read_cb,
                                       g_steal_pointer (&task));
}

/**
 * wb_demo_process_start_finish:
 * @result: from the callback
 * @error: return location: `WB_DEMO_ERROR`, `WB_WIRE_ERROR`, or why it could not be started
 *
 * Returns: (transfer full): the running demo; it ends with the last reference
 */
WbDemoProcess *
wb_demo_process_start_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * wb_demo_process_stop:
 * @self: a running demo
 *
 * Ends the demo and waits for its end, which takes it a moment: it still writes into its folder
 * until then. Blocks; for the end of the program.
 */
void
wb_demo_process_stop (WbDemoProcess *self)
{
  g_return_if_fail (WB_IS_DEMO_PROCESS (self));

  if (!self->process)
    return;
  g_subprocess_send_signal (self->process, SIGTERM);
  /* Without a cancellable there is nothing that can fail. */
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

/**
 * wb_demo_process_get_url:
 * @self: a running demo
 *
 * Returns: (transfer none): the base URL of its API
 */
const char *
wb_demo_process_get_url (WbDemoProcess *self)
{
  g_return_val_if_fail (WB_IS_DEMO_PROCESS (self), NULL);

  return self->url;
}

/**
 * wb_demo_process_get_token:
 * @self: a running demo
 *
 * Returns: (transfer none): its manager's token
 */
const char *
wb_demo_process_get_token (WbDemoProcess *self)
{
  g_return_val_if_fail (WB_IS_DEMO_PROCESS (self), NULL);

  return self->token;
}
