/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A label on tickets; see wb-tag.h. */

#include "config.h"

#include "wb-tag.h"

static void
init_tag (WbTag *self)
{
}

static void
clear_tag (WbTag *self)
{
  g_free (self->id);
  g_clear_pointer (&self->name, wb_lang_text_unref);
  g_free (self->fgcolor);
  g_free (self->bgcolor);
}

WB_DEFINE_RECORD (WbTag, wb_tag, init_tag, clear_tag)
