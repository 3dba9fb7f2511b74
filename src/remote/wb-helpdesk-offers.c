/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the helpdesk client does for managers' offers besides lists and the outbox: uploads a
 * picture, makes a banner of it, fetches pictures, reads the earlier versions of settings
 * (reference/retino-api.md B.8, design.md 7). */

#include "config.h"

#include "wb-helpdesk-private.h"

#include "wb-image-probe.h"
#include "wb-wire-banner.h"
#include "wb-wire-offer-set.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define VERSIONS_A_PAGE "100"
/* 10,000 versions: a server that never says which page is the last does not keep us for ever. */
#define MAX_VERSION_PAGES 100

static void
append (GByteArray *body,
        const char *text)
{
  g_byte_array_append (body, (const guint8 *) text, (guint) strlen (text));
}

/* As browsers write a file's name into a form. */
static void
append_name (GByteArray *body,
             const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);

  for (const char *c = valid; *c; c++) {
    if (*c == '"')
      append (body, "%22");
    else if (g_ascii_iscntrl (*c))
      append (body, "_");
    else
      g_byte_array_append (body, (const guint8 *) c, 1);
  }
}

/* The same key gives the same bytes, as a repeat must have; nobody who knows the file knows the
 * key, so the boundary cannot stand in it. */
static GBytes *
make_form (const char *boundary,
           const char *file_name,
           const char *mime_type,
           GBytes     *bytes)
{
  GByteArray *body = g_byte_array_sized_new ((guint) g_bytes_get_size (bytes) + 512);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  append (body, "--");
  append (body, boundary);
  append (body, "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"");
  append_name (body, file_name);
  append (body, "\"\r\nContent-Type: ");
  append (body, mime_type);
  append (body, "\r\n\r\n");
  g_byte_array_append (body, data, (guint) size);
  append (body, "\r\n--");
  append (body, boundary);
  append (body, "--\r\n");
  return g_byte_array_free_to_bytes (body);
}

/**
 * wb_helpdesk_upload_picture:
 * @self: a client
 * @file_name: as people know the file; without a folder
 * @mime_type: what wb_image_probe() says it is
 * @bytes: the file, at most %WB_IMAGE_BYTES_MAX
 * @key: the idempotency key, the same one each time this file is sent
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Uploads a picture (B.8). The server removes one that no banner shows after a day.
 *
 * Returns: (transfer full) (nullable): the picture as the server keeps it
 */
WbPicture *
wb_helpdesk_upload_picture (WbHelpdesk    *self,
                            const char    *file_name,
                            const char    *mime_type,
                            GBytes        *bytes,
                            const char    *key,
                            GCancellable  *cancellable,
                            GError       **error)
{
  g_autofree char *boundary = NULL;
  g_autofree char *content_type = NULL;
  g_autoptr (GBytes) form = NULL;
  g_autoptr (WbHttpReply) reply = NULL;
  WbAsk ask = { .method = "POST", .path = "files", .key = key, .if_match = WB_NO_VERSION };

  g_return_val_if_fail (self && file_name && mime_type && bytes && key, NULL);
  g_return_val_if_fail (g_bytes_get_size (bytes) <= WB_IMAGE_BYTES_MAX, NULL);

  boundary = g_strconcat ("winback-", key, NULL);
  content_type = g_strconcat ("multipart/form-data; boundary=", boundary, NULL);
  form = make_form (boundary, file_name, mime_type, bytes);
  ask.bytes = form;
  ask.content_type = content_type;
  reply = wb_helpdesk_perform (self, &ask, cancellable, error);
  return reply ? wb_helpdesk_decode (reply, (WbWireDecodeFunc) wb_wire_picture_decode, error)
               : NULL;
}

/**
 * wb_helpdesk_create_banner:
 * @self: a client
 * @banner: its name, alt text and period; its picture names the uploaded file
 * @key: the idempotency key, the same one each time this banner is sent
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Makes a banner of an uploaded picture (B.8).
 *
 * Returns: (transfer full) (nullable): the banner as the server has it
 */
WbBanner *
wb_helpdesk_create_banner (WbHelpdesk      *self,
                           const WbBanner  *banner,
                           const char      *key,
                           GCancellable    *cancellable,
                           GError         **error)
{
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (WbHttpReply) reply = NULL;
  WbAsk ask = { .method = "POST", .path = "remarketing/banners", .key = key,
                .if_match = WB_NO_VERSION };

  g_return_val_if_fail (self && banner && key, NULL);
  g_return_val_if_fail (banner->picture && banner->picture->id, NULL);

  body = wb_wire_banner_create_body (banner);
  ask.body = body;
  reply = wb_helpdesk_perform (self, &ask, cancellable, error);
  return reply ? wb_helpdesk_decode (reply, (WbWireDecodeFunc) wb_wire_banner_decode, error)
               : NULL;
}

static gboolean
check_picture (GBytes           *bytes,
               const WbPicture  *picture,
               GError          **error)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) cause = NULL;

  if (!picture->sha256 || g_ascii_strcasecmp (sha256, picture->sha256) != 0) {
    g_set_error_literal (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                         _ ("The server sent another file than the picture that was uploaded"));
    return FALSE;
  }
  if (!wb_image_probe (data, size, size, NULL, &cause)) {
    g_set_error (error, WB_REMOTE_ERROR, WB_REMOTE_ERROR_UNEXPECTED_REPLY,
                 _ ("The picture cannot be used: %s"), cause->message);
    return FALSE;
  }
  return TRUE;
}

/**
 * wb_helpdesk_get_picture:
 * @self: a client
 * @picture: as the server describes it
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Fetches a picture from its public address: https, or this very computer; no token is sent, no
 * redirect followed, and no more than %WB_IMAGE_BYTES_MAX read. What comes must be the file that
 * was uploaded, and one that wb_image_probe() takes.
 *
 * Errors: those of [func@wb_http_send]; %WB_REMOTE_ERROR by [func@wb_classify_status];
 * %WB_REMOTE_ERROR_UNEXPECTED_REPLY for another file.
 *
 * Returns: (transfer full) (nullable): the file
 */
GBytes *
wb_helpdesk_get_picture (WbHelpdesk       *self,
                         const WbPicture  *picture,
                         GCancellable     *cancellable,
                         GError          **error)
{
  g_autoptr (WbHttpReply) reply = NULL;

  g_return_val_if_fail (self && picture && picture->url, NULL);

  reply = wb_helpdesk_fetch (self, picture->url, "image/*", WB_IMAGE_BYTES_MAX, cancellable, error);
  if (!reply || !check_picture (reply->body, picture, error))
    return NULL;
  return g_bytes_ref (reply->body);
}

static WbWirePage *
decode_versions (JsonNode  *node,
                 GError   **error)
{
  return wb_wire_page_decode (node, (WbWireDecodeFunc) wb_wire_offer_set_decode,
                              (GDestroyNotify) wb_offer_set_unref, error);
}

static WbWirePage *
get_version_page (WbHelpdesk    *self,
                  const char    *path,
                  guint          number,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_autofree char *number_text = g_strdup_printf ("%u", number);
  char *query[] = { (char *) "page", number_text, (char *) "page_size", (char *) VERSIONS_A_PAGE,
                    NULL };
  WbAsk ask = { .method = "GET", .path = path, .query = query, .if_match = WB_NO_VERSION };
  g_autoptr (WbHttpReply) reply = wb_helpdesk_perform (self, &ask, cancellable, error);

  return reply ? wb_helpdesk_decode (reply, (WbWireDecodeFunc) decode_versions, error) : NULL;
}

static int
compare_versions (gconstpointer a,
                  gconstpointer b)
{
  gint64 first = (*(WbOfferSet *const *) a)->version;
  gint64 second = (*(WbOfferSet *const *) b)->version;

  return (first < second) - (first > second);
}

/* The items of the endpoint do not repeat whose they are. A version saved while we page moves the
 * others: one that comes twice is kept once. */
static void
take_versions (GPtrArray  *versions,
               GHashTable *seen,
               WbWirePage *page,
               const char *type_id)
{
  for (guint i = 0; i < page->items->len; i++) {
    WbOfferSet *set = g_ptr_array_index (page->items, i);

    if (g_hash_table_contains (seen, &set->version))
      continue;
    g_hash_table_add (seen, &set->version);
    g_free (set->type);
    set->type = g_strdup (type_id);
    g_ptr_array_add (versions, wb_offer_set_ref (set));
  }
}

/**
 * wb_helpdesk_get_versions:
 * @self: a client
 * @type_id: a ticket type's id
 * @cancellable: (nullable): a cancellable
 * @error: return location for a #GError
 *
 * Reads all versions of a type's settings (design.md 7), page after page.
 *
 * Returns: (transfer full) (nullable) (element-type WbOfferSet): them, newest first
 */
GPtrArray *
wb_helpdesk_get_versions (WbHelpdesk    *self,
                          const char    *type_id,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;
  gint64 n_pages = 1;

  g_return_val_if_fail (self && type_id, NULL);

  versions = g_ptr_array_new_with_free_func ((GDestroyNotify) wb_offer_set_unref);
  escaped = g_uri_escape_string (type_id, NULL, FALSE);
  path = g_strdup_printf ("remarketing/settings/%s/versions", escaped);
  for (guint number = 1; number <= n_pages; number++) {
    g_autoptr (GError) cause = NULL;
    g_autoptr (WbWirePage) page = get_version_page (self, path, number, cancellable, &cause);

    /* "404 on a page after the first = the end" (B.0). */
    if (number > 1 && g_error_matches (cause, WB_REMOTE_ERROR, WB_REMOTE_ERROR_NOT_FOUND))
      break;
    if (!page) {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
    if (page->items->len == 0)
      break;
    take_versions (versions, seen, page, type_id);
    n_pages = MIN (page->total_pages, MAX_VERSION_PAGES);
  }
  g_ptr_array_sort (versions, compare_versions);
  return g_steal_pointer (&versions);
}
