/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Pictures judged by their bytes: valid samples of the four formats and their refused twins, every
 * sample cut off at every byte and damaged at random, and what a judgement costs. */

#include "wb-image-probe.h"

#include <malloc.h>
#include <string.h>
#include <time.h>

#include "wb-random.h"

/* Files that are whole but too large, or small files that claim to be, are made here. */
#define MIB (1024 * 1024)
#define CPU_MS_MAX 100
/* What the C library keeps for itself, such as a translation looked up. */
#define KEPT_BYTES_MAX 4096
#define N_DAMAGED 4000

typedef struct
{
  const char *file;
  const char *mime_type;
  const char *extension;
  int width;
  int height;
  gboolean animated;
} Sample;

static const Sample samples[] = {
  { "banner.png", "image/png", "png", 320, 80, FALSE },
  { "banner-interlaced.png", "image/png", "png", 320, 80, FALSE },
  { "banner-animated.png", "image/png", "png", 320, 80, TRUE },
  { "wide.png", "image/png", "png", 2400, 600, FALSE },
  { "banner.jpg", "image/jpeg", "jpg", 320, 80, FALSE },
  { "banner-progressive.jpg", "image/jpeg", "jpg", 320, 80, FALSE },
  { "banner-turned.jpg", "image/jpeg", "jpg", 320, 80, FALSE },
  { "banner.gif", "image/gif", "gif", 320, 80, FALSE },
  { "banner-comment.gif", "image/gif", "gif", 320, 80, FALSE },
  { "banner-animated.gif", "image/gif", "gif", 320, 80, TRUE },
  { "banner.webp", "image/webp", "webp", 320, 80, FALSE },
  { "banner-lossless.webp", "image/webp", "webp", 320, 80, FALSE },
  { "banner-alpha.webp", "image/webp", "webp", 320, 80, FALSE },
  { "banner-animated.webp", "image/webp", "webp", 320, 80, TRUE },
};

static GByteArray *
load (const char *name)
{
  g_autofree char *path = g_build_filename (TEST_DATA_DIR, "images", name, NULL);
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize length = 0;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);

  return g_byte_array_new_take ((guint8 *) contents, length);
}

static GByteArray *
copy_of (const void *data,
         gsize       length)
{
  return g_byte_array_append (g_byte_array_sized_new ((guint) length), data, (guint) length);
}

/* Where @part first stands in @bytes. */
static gsize
find (GByteArray *bytes,
      const char *part,
      gsize       length)
{
  gsize at = 0;

  while (at + length <= bytes->len && memcmp (bytes->data + at, part, length) != 0)
    at++;
  g_assert_cmpuint (at + length, <=, bytes->len);

  return at;
}

static gboolean
probe (GByteArray   *bytes,
       WbImageInfo  *info_out,
       GError      **error)
{
  return wb_image_probe (bytes->data, bytes->len, bytes->len, info_out, error);
}

static void
assert_accepted (GByteArray *bytes)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (probe (bytes, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_refused (GByteArray   *bytes,
                WbImageError  code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (probe (bytes, NULL, &error));
  g_assert_error (error, WB_IMAGE_ERROR, (int) code);
}

static void
test_image_probe_tells_samples (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (GByteArray) bytes = load (samples[i].file);
    g_autoptr (GError) error = NULL;
    WbImageInfo info = { 0 };

    g_test_message ("%s", samples[i].file);
    g_assert_true (probe (bytes, &info, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (info.mime_type, ==, samples[i].mime_type);
    g_assert_cmpstr (info.extension, ==, samples[i].extension);
    g_assert_cmpint (info.width, ==, samples[i].width);
    g_assert_cmpint (info.height, ==, samples[i].height);
    g_assert_cmpint (info.animated, ==, samples[i].animated);
  }
}

static void
test_image_probe_refuses_every_cut (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (GByteArray) bytes = load (samples[i].file);

    for (gsize length = 0; length < bytes->len; length++) {
      /* A copy of just that size, so that a read past its end is seen by the sanitizers. */
      g_autofree guint8 *cut = g_memdup2 (bytes->data, length);
      g_autoptr (GError) error = NULL;

      if (wb_image_probe (cut, length, length, NULL, &error))
        g_error ("%s was accepted with %" G_GSIZE_FORMAT " bytes", samples[i].file, length);
      g_assert_true (g_error_matches (error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_KIND) ||
                     g_error_matches (error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_UNREADABLE));
      g_assert_true (length < 12 || error->code == WB_IMAGE_ERROR_UNREADABLE);
    }
  }
}

/* A reader that stopped early has no whole file, however whole what it read may look. */
static void
test_image_probe_needs_all_bytes (void)
{
  g_autoptr (GByteArray) bytes = load ("banner.png");
  g_autoptr (GError) error = NULL;

  g_assert_false (wb_image_probe (bytes->data, bytes->len, bytes->len + 1, NULL, &error));
  g_assert_error (error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_UNREADABLE);
}

static void
test_image_probe_allows_trailing_bytes (void)
{
  static const char *const files[] = { "banner.jpg", "banner.png", "banner.gif", "banner.webp" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autoptr (GByteArray) bytes = load (files[i]);

    g_test_message ("%s", files[i]);
    g_byte_array_append (bytes, (const guint8 *) "MPF\0\0\xff\xd9", 7);
    assert_accepted (bytes);
  }
}

/* What is no picture of ours, by what it begins with. */
static void
test_image_probe_refuses_other_kinds (void)
{
  static const struct
  {
    const char *what;
    const char *data;
    gsize length;
  } others[] = {
    { "nothing", "", 0 },
    { "svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"100\"/>", 66 },
    { "svg behind a declaration", "<?xml version=\"1.0\"?><svg width=\"600\"/>", 39 },
    { "bmp", "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", 18 },
    { "tiff", "II*\0\x08\0\0\0\0\0\0\0", 12 },
    { "avif", "\0\0\0\x1c" "ftypavif\0\0\0\0", 16 },
    { "wave sound", "RIFF\x24\0\0\0WAVEfmt ", 16 },
    { "pdf", "%PDF-1.7\n%\xe2\xe3\xcf\xd3", 14 },
    { "gif of another year", "GIF88a\x40\x01\x50\0\0\0\0;", 14 },
    { "png mangled by a text mode", "\x89PNG\n\x1a\n\0\0\0\x0dIHDR", 15 },
  };
  g_autoptr (GByteArray) heic = load ("picture.heic");

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autoptr (GByteArray) bytes = copy_of (others[i].data, others[i].length);

    g_test_message ("%s", others[i].what);
    assert_refused (bytes, WB_IMAGE_ERROR_KIND);
  }
  g_test_message ("heic");
  assert_refused (heic, WB_IMAGE_ERROR_KIND);
}

/* Size goes before all else: a large SVG is told to be large. */
static void
test_image_probe_asks_size_first (void)
{
  static const struct
  {
    guint64 size;
    gboolean ok;
  } rows[] = {
    { WB_IMAGE_BYTES_MAX, TRUE },
    { WB_IMAGE_BYTES_MAX + 1, FALSE },
    { 50 * MIB, FALSE },
    { G_MAXUINT64, FALSE },
  };
  g_autoptr (GByteArray) bytes = load ("banner.png");
  g_autoptr (GError) error = NULL;

  g_byte_array_set_size (bytes, WB_IMAGE_BYTES_MAX);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) row_error = NULL;

    g_test_message ("%" G_GUINT64_FORMAT " bytes", rows[i].size);
    g_assert_true (wb_image_probe (bytes->data, bytes->len, rows[i].size, NULL, &row_error) ==
                   rows[i].ok);
    if (!rows[i].ok)
      g_assert_error (row_error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_TOO_LARGE);
  }

  g_assert_false (wb_image_probe ((const guint8 *) "<svg ", 5, 50 * MIB, NULL, &error));
  g_assert_error (error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_TOO_LARGE);
  g_assert_nonnull (strstr (error->message, "2.0"));
}

static guint32
crc_bitwise (const guint8 *data,
             gsize         length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc & 1 ? 0xedb88320 ^ (crc >> 1) : crc >> 1;
  }

  return ~crc;
}

static void
put_be32 (guint8  *place,
          guint32  value)
{
  for (int i = 0; i < 4; i++)
    place[i] = (guint8) (value >> (24 - 8 * i));
}

/* The first chunk of a PNG file, right for the size given. */
static void
set_png_size (GByteArray *bytes,
              guint32     width,
              guint32     height)
{
  put_be32 (bytes->data + 16, width);
  put_be32 (bytes->data + 20, height);
  put_be32 (bytes->data + 29, crc_bitwise (bytes->data + 12, 17));
}

static void
test_image_probe_keeps_to_dimensions (void)
{
  static const struct
  {
    guint32 width;
    guint32 height;
    gboolean ok;
  } rows[] = {
    { 300, 50, TRUE },      { 299, 50, FALSE },           { 300, 49, FALSE },
    { 2400, 2400, TRUE },   { 2401, 2400, FALSE },        { 2400, 2401, FALSE },
    { 30000, 30000, FALSE }, { 1, 1, FALSE },             { 0x7fffffff, 0x7fffffff, FALSE },
  };
  g_autoptr (GByteArray) bytes = load ("banner.png");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    WbImageInfo info = { 0 };

    g_test_message ("%u x %u", rows[i].width, rows[i].height);
    set_png_size (bytes, rows[i].width, rows[i].height);
    g_assert_true (probe (bytes, &info, &error) == rows[i].ok);
    /* Those who show why may say what it is. */
    g_assert_cmpint (info.width, ==, (int) rows[i].width);
    g_assert_cmpint (info.height, ==, (int) rows[i].height);
    if (!rows[i].ok) {
      g_autofree char *stated = g_strdup_printf ("%u × %u", rows[i].width, rows[i].height);

      g_assert_error (error, WB_IMAGE_ERROR, WB_IMAGE_ERROR_DIMENSIONS);
      g_assert_nonnull (strstr (error->message, stated));
    }
  }

  /* Only the header of a huge picture: it was cut off, which is said first. */
  set_png_size (bytes, 30000, 30000);
  g_byte_array_set_size (bytes, 33);
  assert_refused (bytes, WB_IMAGE_ERROR_UNREADABLE);
}

/* One change to a sample, which makes it a file that viewers refuse or show otherwise. */
static void
test_image_probe_sees_damage (void)
{
  static const struct
  {
    const char *what;
    const char *file;
    gsize at;
    guint8 value;
  } rows[] = {
    { "png with a wrong check sum", "banner.png", 30, 0xff },
    { "png without a width", "banner.png", 18, 0 },
    { "png whose first chunk is another", "banner.png", 12, 'J' },
    { "jpeg whose marker is none", "banner.jpg", 20, 0x12 },
    { "gif whose block is none", "banner.gif", 61, 'x' },
    { "gif with a frame of no height", "banner.gif", 108, 0 },
    { "webp that states more than it has", "banner.webp", 5, 0x7f },
    { "webp with an odd size", "banner.webp", 4, 0x1b },
    { "webp that is no key frame", "banner.webp", 20, 0xff },
    { "webp with another start code", "banner.webp", 23, 0 },
    { "lossless webp of a later version", "banner-lossless.webp", 24, 0xff },
    { "webp whose canvas is another", "banner-alpha.webp", 24, 0x40 },
    { "webp whose frame is outside its canvas", "banner-animated.webp", 27, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GByteArray) bytes = load (rows[i].file);

    g_test_message ("%s", rows[i].what);
    assert_accepted (bytes);
    g_assert_cmpint (bytes->data[rows[i].at], !=, rows[i].value);
    bytes->data[rows[i].at] = rows[i].value;
    assert_refused (bytes, WB_IMAGE_ERROR_UNREADABLE);
  }
}

/* Damage in a chunk that viewers pass over is no reason to refuse; in one they need, it is. */
static void
test_image_probe_passes_over_unneeded_chunks (void)
{
  static const guint8 text[] = "\0\0\0\x04tEXtab\0c\0\0\0\0";
  static const guint8 needed[] = "\0\0\0\x04TEXtab\0c\0\0\0\0";
  g_autoptr (GByteArray) plain = load ("banner.png");

  for (int i = 0; i < 2; i++) {
    g_autoptr (GByteArray) bytes = copy_of (plain->data, 33);

    g_byte_array_append (bytes, i == 0 ? text : needed, 16);
    g_byte_array_append (bytes, plain->data + 33, plain->len - 33);
    if (i == 0)
      assert_accepted (bytes);
    else
      assert_refused (bytes, WB_IMAGE_ERROR_UNREADABLE);
  }
}

/* A frame of 60,000 pixels on a small screen is what a viewer must make room for. */
static void
test_image_probe_counts_frames_beyond_the_screen (void)
{
  g_autoptr (GByteArray) bytes = load ("banner.gif");
  gsize at = find (bytes, ",\0\0\0\0\x40\x01\x50\0", 9);

  bytes->data[at + 6] = 0xea;
  assert_refused (bytes, WB_IMAGE_ERROR_DIMENSIONS);
}

/* Whatever is damaged: a verdict, never a crash, and nothing accepted that is no banner. */
static void
test_image_probe_survives_damage (void)
{
  g_autoptr (WbRandom) random = wb_seeded_random_new (3);
  guint n_accepted = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++) {
    g_autoptr (GByteArray) bytes = load (samples[i].file);

    for (guint round = 0; round < N_DAMAGED; round++) {
      g_autofree guint8 *damaged = g_memdup2 (bytes->data, bytes->len);
      g_autoptr (GError) error = NULL;
      guint n_flips = 1 + wb_random_below (random, 6);
      /* Mostly near the start, where the lengths and sizes stand. */
      guint32 bound = wb_random_below (random, 3) > 0 ? MIN (bytes->len, 200) : bytes->len;
      WbImageInfo info = { 0 };

      while (n_flips-- > 0)
        damaged[wb_random_below (random, bound)] ^= (guint8) (1 << wb_random_below (random, 8));
      if (wb_image_probe (damaged, bytes->len, bytes->len, &info, &error)) {
        n_accepted++;
        g_assert_no_error (error);
        g_assert_cmpint (info.width, >=, WB_IMAGE_WIDTH_MIN);
        g_assert_cmpint (info.width, <=, WB_IMAGE_WIDTH_MAX);
        g_assert_cmpint (info.height, >=, WB_IMAGE_HEIGHT_MIN);
        g_assert_cmpint (info.height, <=, WB_IMAGE_HEIGHT_MAX);
      } else {
        g_assert_true (error && error->domain == WB_IMAGE_ERROR);
      }
    }
  }

  /* Colours, tables and comments may be damaged unseen; the skeleton may not. */
  g_test_message ("%u accepted", n_accepted);
  g_assert_cmpuint (n_accepted, >, 0);
  g_assert_cmpuint (n_accepted, <, G_N_ELEMENTS (samples) * N_DAMAGED * 3 / 4);
}

/* A file of the largest size that begins as a sample does, up to @part, and goes on with pairs. */
static GByteArray *
new_long_walk (const char *file,
               const char *part,
               gsize       length,
               guint8      first,
               guint8      second)
{
  g_autoptr (GByteArray) bytes = load (file);
  guint start = (guint) (find (bytes, part, length) + length);

  g_byte_array_set_size (bytes, WB_IMAGE_BYTES_MAX);
  for (guint i = start; i + 1 < bytes->len; i += 2) {
    bytes->data[i] = first;
    bytes->data[i + 1] = second;
  }

  return g_steal_pointer (&bytes);
}

static void
test_image_probe_is_quick_and_flat (void)
{
  /* Frames of no pixels, a scan of escaped bytes, one long chunk to sum, and a huge picture. */
  g_autoptr (GByteArray) gif = new_long_walk ("banner.gif", "GIF89a\x40\x01\x50\0\xf3\0\0", 13,
                                              '!', 0);
  g_autoptr (GByteArray) jpeg = new_long_walk ("banner.jpg", "\xff\xda\0\x0c", 4, 0xff, 0);
  g_autoptr (GByteArray) png = new_long_walk ("banner.png", "PLTE", 4, 0, 0);
  g_autoptr (GByteArray) huge = load ("banner.png");
  GByteArray *files[] = { gif, jpeg, png, huge };

  put_be32 (png->data + find (png, "PLTE", 4) - 4, WB_IMAGE_BYTES_MAX - 64);
  set_png_size (huge, 30000, 30000);

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    gsize before = mallinfo2 ().uordblks;
    clock_t start = clock ();
    double cpu_ms;

    for (int round = 0; round < 10; round++)
      g_assert_false (probe (files[i], NULL, NULL));
    cpu_ms = (double) (clock () - start) * 1000 / CLOCKS_PER_SEC / 10;
    g_test_message ("%u bytes: %.2f ms", files[i]->len, cpu_ms);
    g_assert_cmpfloat (cpu_ms, <, CPU_MS_MAX);
    g_assert_cmpuint (mallinfo2 ().uordblks, <=, before + KEPT_BYTES_MAX);
  }
}

static void
test_image_probe_names_codes (void)
{
  g_assert_cmpstr (wb_image_error_to_code (WB_IMAGE_ERROR_TOO_LARGE), ==, "file_too_large");
  g_assert_cmpstr (wb_image_error_to_code (WB_IMAGE_ERROR_KIND), ==, "unsupported_media_type");
  g_assert_cmpstr (wb_image_error_to_code (WB_IMAGE_ERROR_UNREADABLE), ==, "image_unreadable");
  g_assert_cmpstr (wb_image_error_to_code (WB_IMAGE_ERROR_DIMENSIONS), ==, "image_dimensions");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/image-probe/tells-samples", test_image_probe_tells_samples);
  g_test_add_func ("/wb/domain/image-probe/refuses-every-cut",
                   test_image_probe_refuses_every_cut);
  g_test_add_func ("/wb/domain/image-probe/needs-all-bytes", test_image_probe_needs_all_bytes);
  g_test_add_func ("/wb/domain/image-probe/allows-trailing-bytes",
                   test_image_probe_allows_trailing_bytes);
  g_test_add_func ("/wb/domain/image-probe/refuses-other-kinds",
                   test_image_probe_refuses_other_kinds);
  g_test_add_func ("/wb/domain/image-probe/asks-size-first", test_image_probe_asks_size_first);
  g_test_add_func ("/wb/domain/image-probe/keeps-to-dimensions",
                   test_image_probe_keeps_to_dimensions);
  g_test_add_func ("/wb/domain/image-probe/sees-damage", test_image_probe_sees_damage);
  g_test_add_func ("/wb/domain/image-probe/passes-over-unneeded-chunks",
                   test_image_probe_passes_over_unneeded_chunks);
  g_test_add_func ("/wb/domain/image-probe/counts-frames-beyond-the-screen",
                   test_image_probe_counts_frames_beyond_the_screen);
  g_test_add_func ("/wb/domain/image-probe/survives-damage", test_image_probe_survives_damage);
  g_test_add_func ("/wb/domain/image-probe/is-quick-and-flat",
                   test_image_probe_is_quick_and_flat);
  g_test_add_func ("/wb/domain/image-probe/names-codes", test_image_probe_names_codes);

  return g_test_run ();
}
