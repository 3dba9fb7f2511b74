/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's folder; see wb-demo-folder.h. Whether it is filled is written last, so that a demo
 * killed while it fills a ledger starts over instead of showing half a merchant. */

#include "config.h"

#include "wb-demo-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "wb-wire.h"

#define LOCK_NAME "demo.lock"
#define MEMORY_NAME "demo.json"
#define MEMORY_MAX_BYTES (64 * 1024)

static gboolean
fail_errno (GError     **error,
            int          saved_errno,
            const char  *path)
{
  g_autofree char *shown = g_filename_display_name (path);

  /* Translators: the first %s is a file or folder, the second the reason */
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (saved_errno),
               _ ("Cannot write %s: %s"), shown, g_strerror (saved_errno));

  return FALSE;
}

/* Two demos in one folder would each overwrite the other's shops. */
static gboolean
take_lock (WbDemoFolder  *self,
           GError       **error)
{
  g_autofree char *path = wb_demo_folder_file (self, LOCK_NAME);

  self->lock_fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (self->lock_fd < 0)
    return fail_errno (error, errno, path);
  if (flock (self->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_AGAIN,
               _ ("A demo is running in %s already. End it first, or use another folder."),
               self->path);

  return FALSE;
}

static guint16
read_port (JsonNode *node)
{
  gint64 port = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;

  return port > 0 && port <= G_MAXUINT16 ? (guint16) port : 0;
}

static gboolean
read_memory (WbDemoFolder *self,
             JsonObject   *object)
{
  JsonNode *seed = json_object_get_member (object, "seed");
  JsonNode *port = json_object_get_member (object, "port");
  JsonNode *shops = json_object_get_member (object, "shop_ports");
  const char *digits = seed && JSON_NODE_HOLDS_VALUE (seed) ? json_node_get_string (seed) : NULL;

  if (!digits || !g_ascii_string_to_unsigned (digits, 10, 0, G_MAXUINT64, &self->remembered.seed,
                                              NULL) ||
      !port || !shops || !JSON_NODE_HOLDS_ARRAY (shops) ||
      json_array_get_length (json_node_get_array (shops)) != WB_DEMO_N_SHOPS)
    return FALSE;

  self->remembered.n_starts = (int) json_object_get_int_member_with_default (object, "starts", 0);
  self->remembered.port = read_port (port);
  for (guint i = 0; i < WB_DEMO_N_SHOPS; i++)
    self->remembered.shop_ports[i] =
      read_port (json_array_get_element (json_node_get_array (shops), i));
  self->remembered.is_filled = TRUE;

  return TRUE;
}

static gboolean
load_memory (WbDemoFolder  *self,
             GError       **error)
{
  g_autofree char *path = wb_demo_folder_file (self, MEMORY_NAME);
  g_autofree char *text = NULL;
  gsize length = 0;
  g_autoptr (GError) read_error = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (!g_file_get_contents (path, &text, &length, &read_error)) {
    if (g_error_matches (read_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
      return TRUE;
    g_propagate_error (error, g_steal_pointer (&read_error));
    return FALSE;
  }

  node = wb_wire_parse (text, (gssize) length, MEMORY_MAX_BYTES, NULL);
  if (node && JSON_NODE_HOLDS_OBJECT (node) && read_memory (self, json_node_get_object (node)))
    return TRUE;

  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
               _ ("%s is not a demo's. Use another folder."), path);

  return FALSE;
}

/* Only files that we name; what else lies in the folder is somebody's. */
static void
remove_files (WbDemoFolder      *self,
              const char *const *names)
{
  for (gsize i = 0; names[i]; i++) {
    g_autofree char *path = wb_demo_folder_file (self, names[i]);

    (void) g_unlink (path);
  }
}

static const char *const ledger_names[] = {
  WB_DEMO_LEDGER_NAME, WB_DEMO_LEDGER_NAME "-wal", WB_DEMO_LEDGER_NAME "-shm",
  WB_DEMO_LEDGER_NAME "-journal", WB_DEMO_LEDGER_NAME ".key", WB_DEMO_LEDGER_NAME ".key.new",
  "shop-0.json", "shop-1.json", "shop-2.json", NULL,
};
static const char *const other_names[] = {
  LOCK_NAME, MEMORY_NAME, "shop-0.key", "shop-1.key", "shop-2.key", NULL,
};

/**
 * wb_demo_folder_open:
 * @self: (out caller-allocates): the folder
 * @path: (nullable): where; `NULL` = a temporary one
 * @error: return location (G_FILE_ERROR)
 *
 * Makes the folder, locks it and learns what an earlier demo left. What a demo that was killed
 * before it was filled left is removed.
 *
 * Returns: `FALSE` with @error set; @self needs no closing then
 */
gboolean
wb_demo_folder_open (WbDemoFolder  *self,
                     const char    *path,
                     GError       **error)
{
  memset (self, 0, sizeof *self);
  self->lock_fd = -1;
  self->is_temporary = !path;
  if (!path) {
    self->path = g_dir_make_tmp ("winback-demo-XXXXXX", error);
    if (!self->path)
      return FALSE;
  } else {
    self->path = g_canonicalize_filename (path, NULL);
    if (g_mkdir_with_parents (self->path, 0700) != 0) {
      fail_errno (error, errno, self->path);
      g_clear_pointer (&self->path, g_free);
      return FALSE;
    }
  }

  if (!take_lock (self, error) || !load_memory (self, error)) {
    wb_demo_folder_close (self);
    return FALSE;
  }
  if (!self->remembered.is_filled)
    remove_files (self, ledger_names);

  return TRUE;
}

/**
 * wb_demo_folder_close:
 * @self: an open folder
 *
 * Unlocks it; a temporary one is removed.
 */
void
wb_demo_folder_close (WbDemoFolder *self)
{
  if (!self->path)
    return;

  if (self->is_temporary) {
    remove_files (self, ledger_names);
    remove_files (self, other_names);
    (void) g_rmdir (self->path);
  }
  if (self->lock_fd >= 0)
    close (self->lock_fd);
  self->lock_fd = -1;
  g_clear_pointer (&self->path, g_free);
}

/**
 * wb_demo_folder_remember:
 * @self: an open folder
 * @error: return location (G_FILE_ERROR)
 *
 * Writes `remembered` for the next start: from now on the ledger counts as filled.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_demo_folder_remember (WbDemoFolder  *self,
                         GError       **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->remembered.seed);
  JsonArray *ports = json_array_new ();
  g_autofree char *text = NULL;

  for (int i = 0; i < WB_DEMO_N_SHOPS; i++)
    json_array_add_int_element (ports, self->remembered.shop_ports[i]);
  json_object_set_string_member (object, "seed", seed);
  json_object_set_int_member (object, "starts", self->remembered.n_starts);
  json_object_set_int_member (object, "port", self->remembered.port);
  json_object_set_array_member (object, "shop_ports", ports);
  json_node_set_object (node, object);
  text = wb_wire_print (node);

  return wb_demo_folder_write (self, MEMORY_NAME, text, error);
}

/**
 * wb_demo_folder_file:
 * @self: an open folder
 * @name: a file's name
 *
 * Returns: (transfer full): its path
 */
char *
wb_demo_folder_file (WbDemoFolder *self,
                     const char   *name)
{
  return g_build_filename (self->path, name, NULL);
}

/**
 * wb_demo_folder_write:
 * @self: an open folder
 * @name: a file's name
 * @text: what is to be in it
 * @error: return location (G_FILE_ERROR)
 *
 * Writes a file whole or not at all, for our eyes only.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_demo_folder_write (WbDemoFolder  *self,
                      const char    *name,
                      const char    *text,
                      GError       **error)
{
  g_autofree char *path = wb_demo_folder_file (self, name);

  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}
