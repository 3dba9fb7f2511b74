/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* See wb-memory.h. */

#include "config.h"

#include "wb-memory.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* What a Flatpak sandbox is told by. */
#define SANDBOX_FILE "/.flatpak-info"

/**
 * wb_memory_keep_images:
 *
 * The kernel writes no image of this program's memory, nor of those it starts, however it ends. A
 * limit of 1 byte and not of none: that one holds for a program that takes images from the kernel,
 * too. First thing in main().
 */
void
wb_memory_keep_images (void)
{
  const struct rlimit limit = { 1, 1 };

  setrlimit (RLIMIT_CORE, &limit);
}

/**
 * wb_memory_shut:
 *
 * wb_memory_keep_images(), and no other program of this user reads this one's memory. Not for a
 * program with a window: the desktop's portals (file chooser, dark style, secrets) answer nobody
 * whose /proc folder they cannot look into. In a Flatpak sandbox, where even secrets come from a
 * portal, it keeps images only. First thing in main().
 */
void
wb_memory_shut (void)
{
  wb_memory_keep_images ();
  if (access (SANDBOX_FILE, F_OK) != 0)
    prctl (PR_SET_DUMPABLE, 0);
}
