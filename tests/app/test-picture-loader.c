/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures from files, the clipboard and bytes: which are taken, which are refused, how soon, and
 * that refusing one takes no room. */

#include "config.h"

#include "app-fixture.h"

#include "wb-picture-paste.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define SPARSE_BYTES (50 * 1024 * 1024)
#define VERDICT_MS 100

/* The signature and the header of a PNG, and nothing behind them. */
static const guint8 huge_png[] = {
  0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0x75, 0x30,
  0, 0, 0x75, 0x30, 8, 6, 0, 0, 0, 0x0f, 0x1c, 0x9c, 0x4a,
};

#define SVG "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"160\"/>"

typedef struct
{
  char *root;              /* (owned) temporary folder */
  WbLoadedPicture *loaded; /* (owned) (nullable) */
  GdkTexture *decoded;     /* (owned) (nullable) */
  GError *error;           /* (owned) (nullable) */
  gboolean done;
  gint64 took_ms;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->root = g_dir_make_tmp ("winback-picture-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
forget (Fixture *fixture)
{
  g_clear_pointer (&fixture->loaded, wb_loaded_picture_unref);
  g_clear_object (&fixture->decoded);
  g_clear_error (&fixture->error);
  fixture->done = FALSE;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->root, 0, NULL);
  const char *name = NULL;

  forget (fixture);
  while ((name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fixture->root, name, NULL);

    g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (fixture->root), ==, 0);
  g_free (fixture->root);
}

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->loaded = wb_picture_load_finish (result, &fixture->error);
  fixture->done = TRUE;
}

static void
decoded_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->decoded = wb_picture_decode_finish (result, &fixture->error);
  fixture->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Fixture *) data)->done;
}

static void
load_file (Fixture    *fixture,
           const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  gint64 before = g_get_monotonic_time ();

  forget (fixture);
  wb_picture_load_file_async (file, NULL, loaded_cb, fixture);
  app_wait_until (is_done, fixture);
  fixture->took_ms = (g_get_monotonic_time () - before) / 1000;
}

static char *
sample_path (const char *name)
{
  g_autofree char *below = g_build_filename ("images", name, NULL);

  return wb_stub_data_path (below);
}

static GBytes *
read_sample (const char *name)
{
  g_autofree char *path = sample_path (name);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length = 0;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, length);
}

static char *
write_file (Fixture       *fixture,
            const char    *name,
            gconstpointer  data,
            gsize          length)
{
  char *path = g_build_filename (fixture->root, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, (gssize) length, &error);
  g_assert_no_error (error);

  return path;
}

static long
get_peak_kib (void)
{
  struct rusage usage = { 0 };

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_maxrss;
}

/* Debian's gdk-pixbuf has no WebP unless it is installed; then there are no pixels, and no error. */
static gboolean
has_decoder (const char *mime_type)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_mime_type (mime_type, NULL);

  if (loader)
    gdk_pixbuf_loader_close (loader, NULL);

  return loader != NULL;
}

static void
test_files_taken (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct
  {
    const char *name;
    const char *mime_type;
  } cases[] = {
    { "banner.png", "image/png" },
    { "banner-interlaced.png", "image/png" },
    { "banner-animated.png", "image/png" },
    { "banner.jpg", "image/jpeg" },
    { "banner-progressive.jpg", "image/jpeg" },
    { "banner-turned.jpg", "image/jpeg" },
    { "banner.gif", "image/gif" },
    { "banner-animated.gif", "image/gif" },
    { "banner.webp", "image/webp" },
    { "banner-lossless.webp", "image/webp" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = sample_path (cases[i].name);
    g_autoptr (GBytes) bytes = read_sample (cases[i].name);
    g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

    g_test_message ("%s", cases[i].name);
    load_file (fixture, path);
    g_assert_no_error (fixture->error);
    g_assert_cmpstr (fixture->loaded->name, ==, cases[i].name);
    g_assert_cmpstr (fixture->loaded->info.mime_type, ==, cases[i].mime_type);
    g_assert_cmpint (fixture->loaded->info.width, ==, 320);
    g_assert_cmpint (fixture->loaded->info.height, ==, 80);
    g_assert_cmpstr (fixture->loaded->sha256, ==, sha256);
    g_assert_true (g_bytes_equal (fixture->loaded->bytes, bytes));
    if (has_decoder (cases[i].mime_type)) {
      g_assert_cmpint (gdk_texture_get_width (fixture->loaded->texture), ==, 320);
      g_assert_cmpint (gdk_texture_get_height (fixture->loaded->texture), ==, 80);
    } else {
      g_assert_null (fixture->loaded->texture);
    }
  }
}

static void
assert_refused (Fixture    *fixture,
                const char *path,
                GQuark      domain,
                int         code)
{
  long before = get_peak_kib ();

  g_test_message ("%s", path);
  load_file (fixture, path);
  g_assert_null (fixture->loaded);
  g_assert_error (fixture->error, domain, code);
  g_assert_cmpstr (fixture->error->message, !=, "");
  g_assert_cmpint (fixture->took_ms, <, VERDICT_MS);
  /* 50 MB read or 900 million pixels made would show here. */
  g_assert_cmpint (get_peak_kib () - before, <, 16 * 1024);
}

static void
test_files_refused (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GBytes) png = read_sample ("banner.png");
  g_autofree char *heic = sample_path ("picture.heic");
  g_autofree char *huge = write_file (fixture, "huge.png", huge_png, sizeof huge_png);
  g_autofree char *cut =
    write_file (fixture, "cut.png", g_bytes_get_data (png, NULL), g_bytes_get_size (png) / 2);
  g_autofree char *svg = write_file (fixture, "drawing.svg", SVG, strlen (SVG));
  g_autofree char *disguised = write_file (fixture, "drawing.png", SVG, strlen (SVG));
  g_autofree char *empty = write_file (fixture, "empty.png", "", 0);
  g_autofree char *sparse = write_file (fixture, "sparse.png", g_bytes_get_data (png, NULL),
                                        g_bytes_get_size (png));

  g_assert_cmpint (truncate (sparse, SPARSE_BYTES), ==, 0);
  assert_refused (fixture, heic, WB_IMAGE_ERROR, WB_IMAGE_ERROR_KIND);
  assert_refused (fixture, svg, WB_IMAGE_ERROR, WB_IMAGE_ERROR_KIND);
  assert_refused (fixture, disguised, WB_IMAGE_ERROR, WB_IMAGE_ERROR_KIND);
  assert_refused (fixture, cut, WB_IMAGE_ERROR, WB_IMAGE_ERROR_UNREADABLE);
  assert_refused (fixture, empty, WB_IMAGE_ERROR, WB_IMAGE_ERROR_KIND);
  assert_refused (fixture, sparse, WB_IMAGE_ERROR, WB_IMAGE_ERROR_TOO_LARGE);
  /* Nothing behind a header that says 30,000 × 30,000. */
  assert_refused (fixture, huge, WB_IMAGE_ERROR, WB_IMAGE_ERROR_UNREADABLE);
}

static void
test_no_files (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *pipe = g_build_filename (fixture->root, "pipe.png", NULL);
  g_autofree char *missing = g_build_filename (fixture->root, "missing.png", NULL);

  /* Opening it would wait for somebody to write into it. */
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (fixture, pipe, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NO_FILE);
  assert_refused (fixture, fixture->root, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NO_FILE);
  assert_refused (fixture, "https://shop.example/banner.png", WB_PICTURE_ERROR,
                  WB_PICTURE_ERROR_NO_FILE);
  assert_refused (fixture, missing, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NOT_READ);
}

static void
test_name_follows_kind (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GBytes) png = read_sample ("banner.png");
  g_autoptr (GBytes) jpeg = read_sample ("banner.jpg");
  const struct
  {
    GBytes *bytes;
    const char *name;
    const char *becomes;
  } cases[] = {
    { png, "podzim.jpg", "podzim.png" },
    { png, "podzim.PNG", "podzim.PNG" },
    { png, "podzim", "podzim.png" },
    { png, "podzim 2025.v2", "podzim 2025.v2.png" },
    { jpeg, "podzim.jpeg", "podzim.jpeg" },
    { jpeg, "podzim.JPG", "podzim.JPG" },
    { jpeg, "podzim.webp", "podzim.jpg" },
    { jpeg, ".png", ".png.jpg" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = write_file (fixture, cases[i].name,
                                        g_bytes_get_data (cases[i].bytes, NULL),
                                        g_bytes_get_size (cases[i].bytes));

    g_test_message ("%s", cases[i].name);
    load_file (fixture, path);
    g_assert_no_error (fixture->error);
    g_assert_cmpstr (fixture->loaded->name, ==, cases[i].becomes);
    /* The content says what it is, whatever it is called. */
    g_assert_cmpstr (fixture->loaded->info.mime_type, ==,
                     cases[i].bytes == png ? "image/png" : "image/jpeg");
  }
}

static void
test_decodes_small (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *path = sample_path ("wide.png");
  g_autoptr (GBytes) bytes = read_sample ("wide.png");
  g_autoptr (GBytes) svg = g_bytes_new_static (SVG, strlen (SVG));

  load_file (fixture, path);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (fixture->loaded->info.width, ==, 2400);
  g_assert_cmpint (gdk_texture_get_width (fixture->loaded->texture), ==, WB_PICTURE_SIDE_CARD);
  g_assert_cmpint (gdk_texture_get_height (fixture->loaded->texture), ==, 300);

  forget (fixture);
  wb_picture_decode_async (bytes, WB_PICTURE_SIDE_TILE, NULL, decoded_cb, fixture);
  app_wait_until (is_done, fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (gdk_texture_get_width (fixture->decoded), ==, WB_PICTURE_SIDE_TILE);
  g_assert_cmpint (gdk_texture_get_height (fixture->decoded), ==, 120);

  forget (fixture);
  wb_picture_decode_async (svg, WB_PICTURE_SIDE_TILE, NULL, decoded_cb, fixture);
  app_wait_until (is_done, fixture);
  g_assert_error (fixture->error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_KIND);
  g_assert_null (fixture->decoded);
}

static GdkTexture *
new_texture (int width,
             int height)
{
  gsize stride = (gsize) width * 4;
  guint8 *pixels = g_malloc (stride * (gsize) height);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < stride * (gsize) height; i++)
    pixels[i] = (guint8) (i % 4 == 3 ? 255 : i);
  bytes = g_bytes_new_take (pixels, stride * (gsize) height);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
test_texture (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GdkTexture) fits = new_texture (400, 100);
  g_autoptr (GdkTexture) small = new_texture (299, 100);

  wb_picture_load_texture_async (fits, NULL, loaded_cb, fixture);
  app_wait_until (is_done, fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->loaded->info.mime_type, ==, "image/png");
  g_assert_cmpstr (fixture->loaded->name, ==, "picture.png");
  g_assert_cmpint (gdk_texture_get_width (fixture->loaded->texture), ==, 400);

  forget (fixture);
  wb_picture_load_texture_async (small, NULL, loaded_cb, fixture);
  app_wait_until (is_done, fixture);
  g_assert_error (fixture->error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_DIMENSIONS);
}

/* Gives the clipboard @content and loads what is on it. */
static void
paste (Fixture            *fixture,
       GdkContentProvider *content)
{
  GdkClipboard *clipboard = gdk_display_get_clipboard (gdk_display_get_default ());

  forget (fixture);
  g_assert_true (gdk_clipboard_set_content (clipboard, content));
  wb_picture_load_clipboard_async (clipboard, NULL, loaded_cb, fixture);
  app_wait_until (is_done, fixture);
  gdk_clipboard_set_content (clipboard, NULL);
}

static void
test_clipboard_takes (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (GBytes) bytes = read_sample ("banner.jpg");
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  g_autofree char *path = sample_path ("banner.gif");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GdkFileList *files = gdk_file_list_new_from_array (&file, 1);
  g_autoptr (GdkTexture) texture = new_texture (400, 100);
  g_autoptr (GdkContentProvider) raw = gdk_content_provider_new_for_bytes ("image/jpeg", bytes);
  g_autoptr (GdkContentProvider) drawn = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
  g_autoptr (GdkContentProvider) listed =
    gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);

  g_boxed_free (GDK_TYPE_FILE_LIST, files);

  /* Byte by byte, not decoded and made anew. */
  paste (fixture, raw);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->loaded->sha256, ==, sha256);
  g_assert_cmpstr (fixture->loaded->name, ==, "picture.jpg");

  paste (fixture, listed);
  g_assert_no_error (fixture->error);
  g_assert_cmpstr (fixture->loaded->name, ==, "banner.gif");

  paste (fixture, drawn);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (fixture->loaded->info.width, ==, 400);
}

static void
test_clipboard_refuses (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree guint8 *large = g_malloc0 (3 * WB_IMAGE_BYTES_MAX);
  g_autoptr (GBytes) svg = g_bytes_new_static (SVG, strlen (SVG));
  g_autoptr (GBytes) too_large = g_bytes_new_static (large, 3 * WB_IMAGE_BYTES_MAX);
  g_autoptr (GdkContentProvider) disguised = gdk_content_provider_new_for_bytes ("image/png", svg);
  g_autoptr (GdkContentProvider) heavy =
    gdk_content_provider_new_for_bytes ("image/png", too_large);
  g_autoptr (GdkContentProvider) words =
    gdk_content_provider_new_typed (G_TYPE_STRING, "no picture");

  paste (fixture, disguised);
  g_assert_error (fixture->error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_KIND);
  paste (fixture, heavy);
  g_assert_error (fixture->error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_TOO_LARGE);
  paste (fixture, words);
  g_assert_error (fixture->error, WB_PICTURE_ERROR, WB_PICTURE_ERROR_NONE_THERE);
}

static void
test_formats (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *mime_type;
    gboolean fits;
  } cases[] = {
    { "image/png", TRUE },
    { "image/webp", TRUE },
    { "text/uri-list", TRUE },
    { "text/plain", FALSE },
    { "audio/ogg", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *types[] = { cases[i].mime_type };
    g_autoptr (GdkContentFormats) formats = gdk_content_formats_new (types, 1);

    g_test_message ("%s", cases[i].mime_type);
    g_assert_cmpint (wb_picture_formats_fit (formats), ==, cases[i].fits);
  }
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = sample_path ("banner.png");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  wb_picture_load_file_async (file, cancellable, loaded_cb, fixture);
  g_cancellable_cancel (cancellable);
  app_wait_until (is_done, fixture);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();

#define ADD(name, func) \
  g_test_add ("/winback/app/picture-loader/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("files-of-the-four-kinds-are-taken", test_files_taken);
  ADD ("other-files-are-refused-soon-and-flat", test_files_refused);
  ADD ("what-is-no-file-is-not-opened", test_no_files);
  ADD ("name-follows-the-content", test_name_follows_kind);
  ADD ("decodes-no-larger-than-shown", test_decodes_small);
  ADD ("texture-becomes-a-png", test_texture);
  ADD ("clipboard-gives-bytes-files-and-textures", test_clipboard_takes);
  ADD ("clipboard-without-a-fit-picture-is-refused", test_clipboard_refuses);
  ADD ("formats-tell-whether-it-may-be-one", test_formats);
  ADD ("cancelling-ends-it", test_cancelled);
#undef ADD

  return g_test_run ();
}
