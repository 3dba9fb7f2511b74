/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The kernel's randomness, and the repeatable kind. */

#include "config.h"

#include "wb-random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#define UUID_LENGTH 36

G_DEFINE_INTERFACE (WbRandom, wb_random, G_TYPE_OBJECT)

struct _WbSystemRandom
{
  GObject parent_instance;
};

struct _WbSeededRandom
{
  GObject parent_instance;

  GMutex mutex;
  guint64 state;  /* (mutex: mutex) */
};

static void
wb_random_default_init (WbRandomInterface *iface)
{
}

static void
wb_system_random_fill (WbRandom *random,
                       guint8   *bytes,
                       gsize     n_bytes)
{
  while (n_bytes > 0) {
    ssize_t n_got = getrandom (bytes, MIN (n_bytes, 256), 0);

    if (n_got < 0) {
      /* Going on with anything weaker would make coupon codes and tokens guessable. */
      if (errno != EINTR)
        g_error ("The kernel gives no random numbers: %s", g_strerror (errno));
      continue;
    }
    bytes += n_got;
    n_bytes -= (gsize) n_got;
  }
}

static void
wb_system_random_iface_init (WbRandomInterface *iface)
{
  iface->fill = wb_system_random_fill;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbSystemRandom, wb_system_random, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_RANDOM, wb_system_random_iface_init))

static void
wb_system_random_class_init (WbSystemRandomClass *klass)
{
}

static void
wb_system_random_init (WbSystemRandom *self)
{
}

/* SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). */
static guint64
step_seeded_random (guint64 *state)
{
  guint64 z;

  *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  z = *state;
  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return z ^ (z >> 31);
}

static void
wb_seeded_random_fill (WbRandom *random,
                       guint8   *bytes,
                       gsize     n_bytes)
{
  WbSeededRandom *self = WB_SEEDED_RANDOM (random);

  g_mutex_lock (&self->mutex);
  while (n_bytes > 0) {
    /* Little-endian whatever the machine, so that a seed means the same everywhere. */
    guint64 word = GUINT64_TO_LE (step_seeded_random (&self->state));
    gsize n_used = MIN (n_bytes, sizeof word);

    memcpy (bytes, &word, n_used);
    bytes += n_used;
    n_bytes -= n_used;
  }
  g_mutex_unlock (&self->mutex);
}

static void
wb_seeded_random_iface_init (WbRandomInterface *iface)
{
  iface->fill = wb_seeded_random_fill;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (WbSeededRandom, wb_seeded_random, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (WB_TYPE_RANDOM, wb_seeded_random_iface_init))

static void
wb_seeded_random_finalize (GObject *object)
{
  WbSeededRandom *self = WB_SEEDED_RANDOM (object);

  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (wb_seeded_random_parent_class)->finalize (object);
}

static void
wb_seeded_random_class_init (WbSeededRandomClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_seeded_random_finalize;
}

static void
wb_seeded_random_init (WbSeededRandom *self)
{
  g_mutex_init (&self->mutex);
}

/**
 * wb_random_fill:
 * @self: a source
 * @bytes: (out caller-allocates) (array length=n_bytes): where to put them
 * @n_bytes: how many
 *
 * Any thread.
 */
void
wb_random_fill (WbRandom *self,
                guint8   *bytes,
                gsize     n_bytes)
{
  g_return_if_fail (WB_IS_RANDOM (self));
  g_return_if_fail (bytes || n_bytes == 0);

  WB_RANDOM_GET_IFACE (self)->fill (self, bytes, n_bytes);
}

/**
 * wb_random_below:
 * @self: a source
 * @bound: above 0
 *
 * A number from 0 to @bound - 1, each exactly as likely: draws from the incomplete last round are
 * thrown away rather than folded onto the small numbers. Any thread.
 *
 * Returns: the number
 */
guint32
wb_random_below (WbRandom *self,
                 guint32   bound)
{
  guint32 surplus;

  g_return_val_if_fail (WB_IS_RANDOM (self), 0);
  g_return_val_if_fail (bound > 0, 0);

  /* 2^32 modulo bound: how many draws have no full round to stand in. */
  surplus = (0u - bound) % bound;

  for (;;) {
    guint8 bytes[4] = { 0 };
    guint32 draw;

    WB_RANDOM_GET_IFACE (self)->fill (self, bytes, sizeof bytes);
    draw = (guint32) bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16 |
           (guint32) bytes[3] << 24;
    if (draw >= surplus)
      return draw % bound;
  }
}

/**
 * wb_random_uuid:
 * @self: a source
 *
 * Any thread.
 *
 * Returns: (transfer full): a version 4 UUID in lower case (RFC 4122, 4.4)
 */
char *
wb_random_uuid (WbRandom *self)
{
  static const char digits[] = "0123456789abcdef";
  guint8 bytes[16] = { 0 };
  char *uuid;
  char *p;

  g_return_val_if_fail (WB_IS_RANDOM (self), NULL);

  WB_RANDOM_GET_IFACE (self)->fill (self, bytes, sizeof bytes);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;

  /* By hand: a large demo and a first sync make a million of them, and printf shows. */
  p = uuid = g_malloc (UUID_LENGTH + 1);
  for (gsize i = 0; i < sizeof bytes; i++) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      *p++ = '-';
    *p++ = digits[bytes[i] >> 4];
    *p++ = digits[bytes[i] & 0x0f];
  }
  *p = '\0';

  return uuid;
}

/**
 * wb_system_random_new:
 *
 * Returns: (transfer full): the kernel's source
 */
WbRandom *
wb_system_random_new (void)
{
  return g_object_new (WB_TYPE_SYSTEM_RANDOM, NULL);
}

/**
 * wb_seeded_random_new:
 * @seed: the same seed gives the same sequence, on any machine
 *
 * Never for codes, tokens or keys outside tests and the demo.
 *
 * Returns: (transfer full): a repeatable source
 */
WbRandom *
wb_seeded_random_new (guint64 seed)
{
  WbSeededRandom *self = g_object_new (WB_TYPE_SEEDED_RANDOM, NULL);

  self->state = seed;

  return WB_RANDOM (self);
}
