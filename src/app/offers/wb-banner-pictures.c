/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures of banners; see wb-banner-pictures.h. A few dozen are kept, those asked for last. */

#include "config.h"

#include "wb-banner-pictures.h"

#include "wb-banner-store.h"

#include <glib/gi18n-lib.h>

#define KEPT_MAX 48

typedef struct
{
  char *key;            /* (owned) sha256 and side */
  char *sha256;         /* (owned) */
  GdkTexture *texture;  /* (owned) (nullable) */
  WbPictureState state;
  guint64 asked;        /* when it was asked for last, in a count of our own */
} Entry;

struct _WbBannerPictures
{
  GObject parent_instance;

  WbContext *context;         /* (owned) (nullable) until it is stopped */
  GCancellable *cancellable;  /* (owned) */
  GHashTable *entries;        /* (owned) (element-type utf8 Entry) */
  gulong changed_id;
  guint64 n_asked;
};

G_DEFINE_FINAL_TYPE (WbBannerPictures, wb_banner_pictures, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

typedef struct
{
  WbBannerPictures *pictures;  /* (owned) */
  char *key;                   /* (owned) */
} Asked;

static void
entry_free (Entry *self)
{
  g_free (self->key);
  g_free (self->sha256);
  g_clear_object (&self->texture);
  g_free (self);
}

static void
decoded_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (WbBannerPictures) self = asked->pictures;
  g_autofree char *key = asked->key;
  g_autofree char *sha256 = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = wb_picture_decode_finish (result, &error);
  Entry *entry = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  entry = g_hash_table_lookup (self->entries, key);
  if (!entry)
    return;
  /* What the probe refuses is nothing that can be shown either. */
  entry->state = texture ? WB_PICTURE_SHOWN : WB_PICTURE_NO_DECODER;
  g_set_object (&entry->texture, texture);
  sha256 = g_strdup (entry->sha256);
  g_signal_emit (self, signals[CHANGED], 0, sha256);
}

static void
forget_oldest (WbBannerPictures *self)
{
  GHashTableIter iter;
  Entry *entry = NULL;
  const Entry *oldest = NULL;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (!oldest || entry->asked < oldest->asked)
      oldest = entry;
  if (oldest)
    g_hash_table_remove (self->entries, oldest->key);
}

static gboolean
is_missing (gpointer key,
            gpointer value,
            gpointer user_data)
{
  return ((Entry *) value)->state == WB_PICTURE_NOT_HERE;
}

/* Pictures that were fetched meanwhile are looked for again. */
static void
context_changed_cb (WbBannerPictures *self,
                    guint             tables)
{
  if ((tables & WB_TABLE_BANNERS) &&
      g_hash_table_foreach_remove (self->entries, is_missing, NULL) > 0)
    g_signal_emit (self, signals[CHANGED], 0, NULL);
}

static void
wb_banner_pictures_dispose (GObject *object)
{
  wb_banner_pictures_stop (WB_BANNER_PICTURES (object));

  G_OBJECT_CLASS (wb_banner_pictures_parent_class)->dispose (object);
}

static void
wb_banner_pictures_finalize (GObject *object)
{
  WbBannerPictures *self = WB_BANNER_PICTURES (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->entries, g_hash_table_unref);

  G_OBJECT_CLASS (wb_banner_pictures_parent_class)->finalize (object);
}

static void
wb_banner_pictures_class_init (WbBannerPicturesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = wb_banner_pictures_dispose;
  object_class->finalize = wb_banner_pictures_finalize;

  signals[CHANGED] = g_signal_new ("changed", WB_TYPE_BANNER_PICTURES, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
wb_banner_pictures_init (WbBannerPictures *self)
{
  self->cancellable = g_cancellable_new ();
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) entry_free);
}

/**
 * wb_banner_pictures_new:
 * @context: the workspace
 *
 * Returns: (transfer full): its pictures, none of them decoded yet
 */
WbBannerPictures *
wb_banner_pictures_new (WbContext *context)
{
  WbBannerPictures *self = NULL;

  g_return_val_if_fail (WB_IS_CONTEXT (context), NULL);

  self = g_object_new (WB_TYPE_BANNER_PICTURES, NULL);
  self->context = g_object_ref (context);
  self->changed_id = g_signal_connect_swapped (context, "changed",
                                               G_CALLBACK (context_changed_cb), self);

  return self;
}

static Entry *
start_entry (WbBannerPictures *self,
             const WbPicture  *picture,
             const char       *key,
             int               side_max)
{
  Entry *entry = g_new0 (Entry, 1);
  g_autoptr (GBytes) bytes = wb_banner_store_get_picture (wb_context_get_reader (self->context),
                                                          picture->sha256, NULL);

  entry->key = g_strdup (key);
  entry->sha256 = g_strdup (picture->sha256);
  /* One that cannot be read now counts as not here: the next change looks again. */
  entry->state = bytes ? WB_PICTURE_LOADING : WB_PICTURE_NOT_HERE;
  if (g_hash_table_size (self->entries) >= KEPT_MAX)
    forget_oldest (self);
  g_hash_table_insert (self->entries, entry->key, entry);
  if (bytes) {
    Asked *asked = g_new0 (Asked, 1);

    asked->pictures = g_object_ref (self);
    asked->key = g_strdup (key);
    wb_picture_decode_async (bytes, side_max, self->cancellable, decoded_cb, asked);
  }

  return entry;
}

/**
 * wb_banner_pictures_get:
 * @self: the pictures
 * @picture: which one
 * @side_max: the longest side that is needed, px
 * @state_out: (out) (optional): what there is of it
 *
 * Asked for the first time it starts to be decoded, and "changed" tells when that is done.
 *
 * Returns: (transfer none) (nullable): the picture; `NULL` unless @state_out is WB_PICTURE_SHOWN
 */
GdkTexture *
wb_banner_pictures_get (WbBannerPictures *self,
                        const WbPicture  *picture,
                        int               side_max,
                        WbPictureState   *state_out)
{
  g_autofree char *key = NULL;
  Entry *entry = NULL;

  g_return_val_if_fail (WB_IS_BANNER_PICTURES (self), NULL);
  g_return_val_if_fail (picture && picture->sha256, NULL);

  key = g_strdup_printf ("%s %d", picture->sha256, side_max);
  entry = g_hash_table_lookup (self->entries, key);
  if (!entry && self->context)
    entry = start_entry (self, picture, key, side_max);
  if (entry)
    entry->asked = ++self->n_asked;
  if (state_out)
    *state_out = entry ? entry->state : WB_PICTURE_NOT_HERE;

  return entry ? entry->texture : NULL;
}

/**
 * wb_banner_pictures_stop:
 * @self: the pictures
 *
 * Whoever shows them goes: nothing is waited for any more.
 */
void
wb_banner_pictures_stop (WbBannerPictures *self)
{
  g_return_if_fail (WB_IS_BANNER_PICTURES (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_signal_handler (&self->changed_id, self->context);
  g_clear_object (&self->context);
}

/**
 * wb_picture_state_to_words:
 * @state: of a picture
 * @brief: whether there is room for a few words only
 *
 * Returns: (transfer none): what stands in the picture's place; "" = the picture itself
 */
const char *
wb_picture_state_to_words (WbPictureState state,
                           gboolean       brief)
{
  switch (state) {
    case WB_PICTURE_NOT_HERE:
      return brief ? C_ ("picture", "Not loaded yet") : _ ("The picture has not been loaded yet");
    case WB_PICTURE_NO_DECODER:
      return brief ? C_ ("picture", "Cannot be shown here")
                   : _ ("This computer cannot show this picture. Customers will see it.");
    case WB_PICTURE_LOADING:
    case WB_PICTURE_SHOWN:
    default:
      return "";
  }
}
