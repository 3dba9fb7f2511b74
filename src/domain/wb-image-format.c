/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The walkers of the four picture formats. Each goes over the skeleton of a file (chunks, segments
* or blocks, by the lengths the file states) up to its end mark, so that a file that was cut off is
* noticed without decoding a pixel; nothing is allocated on the way, whatever the file claims.
*
* PNG: W3C PNG 3 (with APNG). JPEG: ITU T.81 and Exif 2.3. GIF: GIF89a. WebP: RFC 9649. What stands
* behind the end mark is allowed: cameras and editors leave some, and viewers do not look at it. */

#include "config.h"

#include "wb-image-format-private.h"

#include <string.h>

/* The next @n bytes, passed over; NULL when there are fewer. */
static const guint8 *
take (WbImageBytes *bytes,
      gsize         n)
{
  const guint8 *start = bytes->data + bytes->at;

  if (n > bytes->length - bytes->at)
    return NULL;
  bytes->at += n;

  return start;
}

static guint
read_be16 (const guint8 *p)
{
  return (guint) p[0] << 8 | p[1];
}

static guint32
read_be32 (const guint8 *p)
{
  return (guint32) read_be16 (p) << 16 | read_be16 (p + 2);
}

static guint
read_le16 (const guint8 *p)
{
  return (guint) p[1] << 8 | p[0];
}

static guint32
read_le24 (const guint8 *p)
{
  return (guint32) p[2] << 16 | read_le16 (p);
}

static guint32
read_le32 (const guint8 *p)
{
  return (guint32) p[3] << 24 | read_le24 (p);
}

#define PNG_SIGNATURE "\x89PNG\r\n\x1a\n"
#define PNG_SIDE_MAX G_MAXINT32

/* The check sum of a PNG chunk (PNG 3, annex D), four bits at a time. */
static guint32
crc_of (const guint8 *data,
        gsize         length)
{
  static const guint32 steps[16] = {
    0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
    0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
  };
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++) {
    crc = steps[(crc ^ data[i]) & 15] ^ (crc >> 4);
    crc = steps[(crc ^ (data[i] >> 4)) & 15] ^ (crc >> 4);
  }

  return ~crc;
}

static gboolean
read_png_header (const guint8 *body,
                 guint32       length,
                 WbImageInfo  *info)
{
  /* Bit depths by colour type, as a set (PNG 3, table 12). */
  static const guint32 depths[7] = {
    [0] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8 | 1 << 16,
      [2] = 1 << 8 | 1 << 16,
      [3] = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8,
      [4] = 1 << 8 | 1 << 16,
      [6] = 1 << 8 | 1 << 16,
  };

  if (length != 13 || read_be32 (body) - 1 >= PNG_SIDE_MAX ||
      read_be32 (body + 4) - 1 >= PNG_SIDE_MAX)
    return FALSE;
  if (body[9] >= G_N_ELEMENTS (depths) || body[8] > 16 || !(depths[body[9]] >> body[8] & 1))
    return FALSE;
  if (body[10] != 0 || body[11] != 0 || body[12] > 1)
    return FALSE;

  info->width = (int) read_be32 (body);
  info->height = (int) read_be32 (body + 4);

  return TRUE;
}

static gboolean
walk_png (WbImageBytes *bytes,
          WbImageInfo  *info)
{
  gboolean has_header = FALSE;
  gboolean has_pixels = FALSE;
  const guint8 *head;

  bytes->at = strlen (PNG_SIGNATURE);
  while ((head = take (bytes, 8))) {
    guint32 length = read_be32 (head);
    const guint8 *body = take (bytes, length);
    const guint8 *sum = body ? take (bytes, 4) : NULL;
    gboolean is_critical = !(head[4] & 0x20);

    /* Viewers pass over a damaged chunk only where the format says that it does not matter. */
    if (!sum || (is_critical && crc_of (head + 4, (gsize) length + 4) != read_be32 (sum)))
      return FALSE;

    if (memcmp (head + 4, "IHDR", 4) == 0) {
      if (has_header || !read_png_header (body, length, info))
        return FALSE;
      has_header = TRUE;
    } else if (!has_header) {
      return FALSE;
    } else if (memcmp (head + 4, "acTL", 4) == 0 && length == 8 && !has_pixels) {
      info->animated = read_be32 (body) > 1;
    } else if (memcmp (head + 4, "IDAT", 4) == 0) {
      has_pixels = TRUE;
    } else if (memcmp (head + 4, "IEND", 4) == 0) {
      return has_pixels;
    }
  }

  return FALSE;
}

#define JPEG_SOF0 0xc0
#define JPEG_SOF2 0xc2
#define JPEG_RST0 0xd0
#define JPEG_RST7 0xd7
#define JPEG_SOI 0xd8
#define JPEG_EOI 0xd9
#define JPEG_SOS 0xda
#define JPEG_APP1 0xe1

#define EXIF_MARK "Exif\0\0"
#define EXIF_MARK_LENGTH 6
#define EXIF_TAG_ORIENTATION 0x0112
#define EXIF_TYPE_SHORT 3
#define EXIF_ENTRY_LENGTH 12

/* Whether the orientation of an Exif segment lays the picture on its side. */
static gboolean
is_turned (const guint8 *body,
           guint         length)
{
  const guint8 *tiff = body + EXIF_MARK_LENGTH;
  gboolean is_little;
  guint32 directory;
  guint n_entries;
  gsize room;

  if (length < EXIF_MARK_LENGTH + 8 || memcmp (body, EXIF_MARK, EXIF_MARK_LENGTH) != 0)
    return FALSE;
  room = length - EXIF_MARK_LENGTH;
  is_little = memcmp (tiff, "II*\0", 4) == 0;
  if (!is_little && memcmp (tiff, "MM\0*", 4) != 0)
    return FALSE;

  directory = is_little ? read_le32 (tiff + 4) : read_be32 (tiff + 4);
  if (directory > room - 2)
    return FALSE;
  n_entries = is_little ? read_le16 (tiff + directory) : read_be16 (tiff + directory);
  room -= directory + 2;

  for (guint i = 0; i < n_entries && room >= EXIF_ENTRY_LENGTH; i++, room -= EXIF_ENTRY_LENGTH) {
    const guint8 *entry = tiff + directory + 2 + i * EXIF_ENTRY_LENGTH;
    guint tag = is_little ? read_le16 (entry) : read_be16 (entry);
    guint type = is_little ? read_le16 (entry + 2) : read_be16 (entry + 2);
    guint value = is_little ? read_le16 (entry + 8) : read_be16 (entry + 8);

    if (tag == EXIF_TAG_ORIENTATION && type == EXIF_TYPE_SHORT)
      return value >= 5 && value <= 8;
  }

  return FALSE;
}

/* Only what browsers show: baseline, extended and progressive Huffman coding with 8 bits. */
static gboolean
read_jpeg_frame (guint         marker,
                 const guint8 *body,
                 guint         length,
                 WbImageInfo  *info)
{
  if (marker > JPEG_SOF2 || length < 6 || body[0] != 8)
    return FALSE;
  if ((body[5] != 1 && body[5] != 3 && body[5] != 4) || length != 6 + 3 * (guint) body[5])
    return FALSE;
  info->height = (int) read_be16 (body + 1);
  info->width = (int) read_be16 (body + 3);

  return info->height > 0 && info->width > 0;
}

/* Passes over the coded pixels of a scan, up to the marker that ends them. */
static void
skip_jpeg_scan (WbImageBytes *bytes)
{
  const guint8 *end = bytes->data + bytes->length;
  const guint8 *p = bytes->data + bytes->at;

  while (p < end && (p = memchr (p, 0xff, (gsize) (end - p)))) {
    if (p + 1 < end && p[1] != 0 && p[1] != 0xff && !(p[1] >= JPEG_RST0 && p[1] <= JPEG_RST7)) {
      bytes->at = (gsize) (p - bytes->data);
      return;
    }
    p++;
  }

  bytes->at = bytes->length;
}

static gboolean
is_jpeg_frame (guint marker)
{
  /* Among the markers of frames stand those of tables (DHT, DAC) and a reserved one (JPG). */
  return marker >= JPEG_SOF0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
         marker != 0xcc;
}

/* The next marker, passing over fill bytes; 0 when none stands here. */
static guint
take_jpeg_marker (WbImageBytes *bytes)
{
  const guint8 *byte = take (bytes, 1);

  if (!byte || *byte != 0xff)
    return 0;
  while (byte && *byte == 0xff)
    byte = take (bytes, 1);

  return byte ? *byte : 0;
}

static gboolean
walk_jpeg (WbImageBytes *bytes,
           WbImageInfo  *info)
{
  gboolean has_frame = FALSE;
  gboolean has_scan = FALSE;
  gboolean has_exif = FALSE;
  gboolean turned = FALSE;

  bytes->at = 2;
  while (TRUE) {
    guint marker = take_jpeg_marker (bytes);
    const guint8 *head;
    const guint8 *body;
    guint length;

    if (marker == JPEG_EOI)
      break;
    if (marker < JPEG_SOF0 || (marker >= JPEG_RST0 && marker <= JPEG_SOI))
      return FALSE;
    head = take (bytes, 2);
    if (!head || read_be16 (head) < 2)
      return FALSE;
    length = read_be16 (head) - 2;
    body = take (bytes, length);
    if (!body)
      return FALSE;

    if (is_jpeg_frame (marker)) {
      if (has_frame || !read_jpeg_frame (marker, body, length, info))
        return FALSE;
      has_frame = TRUE;
    } else if (marker == JPEG_APP1 && !has_exif && length >= EXIF_MARK_LENGTH &&
               memcmp (body, EXIF_MARK, EXIF_MARK_LENGTH) == 0) {
      has_exif = TRUE;
      turned = is_turned (body, length);
    } else if (marker == JPEG_SOS) {
      if (!has_frame)
        return FALSE;
      has_scan = TRUE;
      skip_jpeg_scan (bytes);
    }
  }

  if (turned) {
    int width = info->width;

    info->width = info->height;
    info->height = width;
  }

  return has_scan;
}

/* The sub-blocks of GIF data, up to the empty one that ends them. */
static gboolean
skip_gif_blocks (WbImageBytes *bytes)
{
  const guint8 *size;

  while ((size = take (bytes, 1))) {
    if (*size == 0)
      return TRUE;
    if (!take (bytes, *size))
      return FALSE;
  }

  return FALSE;
}

/* The colours that the flags of a screen or of a frame announce. */
static gboolean
skip_gif_colors (WbImageBytes *bytes,
                 guint8        flags)
{
  return !(flags & 0x80) || take (bytes, 3 * ((gsize) 2 << (flags & 7)));
}

static gboolean
walk_gif (WbImageBytes *bytes,
          WbImageInfo  *info)
{
  guint n_frames = 0;
  const guint8 *screen;
  const guint8 *kind;

  bytes->at = 6;
  screen = take (bytes, 7);
  if (!screen || !skip_gif_colors (bytes, screen[4]))
    return FALSE;
  info->width = (int) read_le16 (screen);
  info->height = (int) read_le16 (screen + 2);

  while ((kind = take (bytes, 1))) {
    if (*kind == ';') {
      info->animated = n_frames > 1;
      return n_frames > 0;
    }

    if (*kind == '!') {
      if (!take (bytes, 1))
        return FALSE;
    } else if (*kind == ',') {
      const guint8 *frame = take (bytes, 9);
      const guint8 *code_bits;

      /* Decoders trip over frames without a pixel. */
      if (!frame || read_le16 (frame + 4) == 0 || read_le16 (frame + 6) == 0 ||
          !skip_gif_colors (bytes, frame[8]))
        return FALSE;
      code_bits = take (bytes, 1);
      if (!code_bits || *code_bits < 1 || *code_bits > 8)
        return FALSE;
      /* A frame that reaches beyond the screen makes viewers enlarge the screen. */
      info->width = MAX (info->width, (int) (read_le16 (frame) + read_le16 (frame + 4)));
      info->height = MAX (info->height, (int) (read_le16 (frame + 2) + read_le16 (frame + 6)));
      n_frames++;
    } else {
      return FALSE;
    }
    if (!skip_gif_blocks (bytes))
      return FALSE;
  }

  return FALSE;
}

/* A chunk of a RIFF file. */
typedef struct
{
  const guint8 *name;  /* (unowned) four characters */
  const guint8 *body;  /* (unowned) */
  guint32 length;
} Chunk;

static gboolean
take_chunk (WbImageBytes *bytes,
            Chunk        *chunk)
{
  chunk->name = take (bytes, 8);
  if (!chunk->name)
    return FALSE;
  chunk->length = read_le32 (chunk->name + 4);
  chunk->body = take (bytes, chunk->length);

  return chunk->body && (chunk->length % 2 == 0 || take (bytes, 1));
}

static gboolean
is_chunk (const Chunk *chunk,
          const char  *name)
{
  return memcmp (chunk->name, name, 4) == 0;
}

/* The size of one coded picture; FALSE if @chunk holds none. */
static gboolean
read_webp_picture (const Chunk *chunk,
                   int         *width_out,
                   int         *height_out)
{
  const guint8 *p = chunk->body;

  if (is_chunk (chunk, "VP8 ")) {
    /* A key frame, whose first partition lies inside the chunk (RFC 6386, 9.1). */
    if (chunk->length < 10 || p[0] & 1 || memcmp (p + 3, "\x9d\x01\x2a", 3) != 0 ||
        read_le24 (p) >> 5 > chunk->length - 10)
      return FALSE;
    *width_out = (int) (read_le16 (p + 6) & 0x3fff);
    *height_out = (int) (read_le16 (p + 8) & 0x3fff);
  } else if (is_chunk (chunk, "VP8L")) {
    guint32 bits;

    if (chunk->length < 5 || p[0] != 0x2f || p[4] >> 5 != 0)
      return FALSE;
    bits = read_le32 (p + 1);
    *width_out = (int) (bits & 0x3fff) + 1;
    *height_out = (int) (bits >> 14 & 0x3fff) + 1;
  } else {
    return FALSE;
  }

  return *width_out > 0 && *height_out > 0;
}

/* A frame of an animation: inside the canvas, and with a picture of the size it states. */
static gboolean
is_webp_frame (const Chunk       *frame,
               const WbImageInfo *canvas)
{
  WbImageBytes bytes = { frame->body, frame->length, 16 };
  Chunk chunk = { 0 };
  int width = 0;
  int height = 0;

  if (frame->length < 16)
    return FALSE;
  while (take_chunk (&bytes, &chunk)) {
    if (read_webp_picture (&chunk, &width, &height))
      return width == (int) read_le24 (frame->body + 6) + 1 &&
             height == (int) read_le24 (frame->body + 9) + 1 &&
             2 * (int) read_le24 (frame->body) + width <= canvas->width &&
             2 * (int) read_le24 (frame->body + 3) + height <= canvas->height;
  }

  return FALSE;
}

/* What stands behind a VP8X header: one picture of the canvas' size, or frames. */
static gboolean
walk_webp_extended (WbImageBytes *bytes,
                    gboolean      is_animation,
                    WbImageInfo  *info)
{
  guint n_frames = 0;
  Chunk chunk = { 0 };

  while (bytes->at < bytes->length) {
    int width = 0;
    int height = 0;

    if (!take_chunk (bytes, &chunk))
      return FALSE;
    if (is_animation && is_chunk (&chunk, "ANMF")) {
      if (!is_webp_frame (&chunk, info))
        return FALSE;
      n_frames++;
    } else if (!is_animation && (is_chunk (&chunk, "VP8 ") || is_chunk (&chunk, "VP8L"))) {
      if (n_frames > 0 || !read_webp_picture (&chunk, &width, &height) || width != info->width ||
          height != info->height)
        return FALSE;
      n_frames++;
    }
  }
  info->animated = n_frames > 1;

  return n_frames > 0;
}

static gboolean
walk_webp (WbImageBytes *bytes,
           WbImageInfo  *info)
{
  guint32 stated = read_le32 (bytes->data + 4);
  Chunk chunk = { 0 };

  /* The size counts what follows it; it is even, as every chunk is padded. */
  if (stated % 2 != 0 || stated > bytes->length - 8)
    return FALSE;
  bytes->length = stated + 8;
  bytes->at = 12;
  if (stated < 4 || !take_chunk (bytes, &chunk))
    return FALSE;

  if (!is_chunk (&chunk, "VP8X"))
    return read_webp_picture (&chunk, &info->width, &info->height);
  if (chunk.length < 10)
    return FALSE;
  info->width = (int) read_le24 (chunk.body + 4) + 1;
  info->height = (int) read_le24 (chunk.body + 7) + 1;

  return walk_webp_extended (bytes, (chunk.body[0] & 0x02) != 0, info);
}

static gboolean
is_png (const guint8 *start)
{
  return memcmp (start, PNG_SIGNATURE, strlen (PNG_SIGNATURE)) == 0;
}

static gboolean
is_jpeg (const guint8 *start)
{
  return memcmp (start, "\xff\xd8\xff", 3) == 0;
}

static gboolean
is_gif (const guint8 *start)
{
  return memcmp (start, "GIF87a", 6) == 0 || memcmp (start, "GIF89a", 6) == 0;
}

static gboolean
is_webp (const guint8 *start)
{
  return memcmp (start, "RIFF", 4) == 0 && memcmp (start + 8, "WEBP", 4) == 0;
}

static const WbImageFormat formats[] = {
  { "image/png", "png", is_png, walk_png },
  { "image/jpeg", "jpg", is_jpeg, walk_jpeg },
  { "image/gif", "gif", is_gif, walk_gif },
  { "image/webp", "webp", is_webp, walk_webp },
};

/**
 * wb_image_format_find:
 * @data: (array length=length) (nullable): a file's bytes, from its start
 * @length: how many
 *
 * Tells the format of a file by how it starts. Any thread.
 *
 * Returns: (nullable) (transfer none): the format; `NULL` when it is none of the four
 */
const WbImageFormat *
wb_image_format_find (const guint8 *data,
                      gsize         length)
{
  guint8 start[WB_IMAGE_START_LENGTH] = { 0 };

  if (length > 0)
    memcpy (start, data, MIN (length, sizeof start));
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++) {
    if (formats[i].is (start))
      return &formats[i];
  }

  return NULL;
}
