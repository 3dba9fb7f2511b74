/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Preloaded into a program under test: kills it, as a power cut would, right after the Nth call that
 * leaves a trace outside the process (a write to a file, a sync, something sent to a socket).
 * N comes in WB_KILL_AT. A test counts N up until the program ends by itself. */

/* pwrite and pwrite64 are two symbols to be wrapped, not one under two names. */
#undef _FILE_OFFSET_BITS
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;
static long kill_at = -1;

__attribute__ ((constructor)) static void
read_kill_at (void)
{
  const char *text = getenv ("WB_KILL_AT");

  kill_at = text ? atol (text) : 0;
}

static void
count_call (void)
{
  if (kill_at > 0 && atomic_fetch_add (&calls, 1) + 1 == kill_at)
    kill (getpid (), SIGKILL);
}

#define WRAP(type, name, parameters, arguments)                      \
  type name parameters                                               \
  {                                                                  \
    static type (*real) parameters;                                  \
    type result;                                                     \
    if (!real)                                                       \
    *(void **) &real = dlsym (RTLD_NEXT, #name);                   \
    result = real arguments;                                         \
    count_call ();                                                   \
    return result;                                                   \
  }

WRAP (ssize_t, pwrite, (int fd, const void *data, size_t n, off_t at), (fd, data, n, at))
WRAP (ssize_t, pwrite64, (int fd, const void *data, size_t n, off64_t at), (fd, data, n, at))
WRAP (int, fsync, (int fd), (fd))
WRAP (int, fdatasync, (int fd), (fd))
WRAP (int, rename, (const char *from, const char *to), (from, to))
WRAP (int, unlink, (const char *path), (path))
WRAP (ssize_t, send, (int fd, const void *data, size_t n, int flags), (fd, data, n, flags))
WRAP (ssize_t, sendmsg, (int fd, const struct msghdr *message, int flags), (fd, message, flags))
