// The worker: it holds the network, the Java in stages.wasm, and trains it in slices of a few milliseconds, so that it
// hears the page in between. What the page asks is {do: a name below, ...}; what it answers is {kind, ...}.

let java                     // Web.java's exported methods
let settings = {}            // batch, lr, clip, optimizer, mistake, as the controls of the page stand
let playing = false          // trains until it is told to stop, or until so many batches are done
let until = Infinity
let watched = {}             // what the page shows: {view, name, at, unit, off, temperature, ...}
let drawn = true             // the page has drawn the last state that it was sent
let run                      // the training so far
let checking = null

const SLICE = 24             // milliseconds

onmessage = event => {
  const asked = event.data
  try {
    answers[asked.do](asked)
  } catch (e) {
    fail(e)
  }
}

function fail(e) {
  playing = false
  postMessage({kind: 'error', text: e.message})
  if (java && run) state()
}

const answers = {
  async load({wasm}) {
    try {
      java = (await TeaVM.wasmGC.load(Uint8Array.from(atob(wasm), c => c.charCodeAt(0)))).exports
      postMessage({kind: 'loaded'})
    } catch (e) {
      postMessage({kind: 'missing', text: String(e)})
    }
  },

  // From the start: {names, cell, hidden, seed}, or {names, seed, model} with the weights of a model.json.
  begin({names, cell, hidden, seed, model}) {
    playing = false
    checking = null
    const vocabulary = model ? model.vocabulary : java.begin(names, cell, hidden, seed)
    if (model) cell = model.cell || 'rnn'
    const known = !model ? names.length : java.open(names, seed, vocabulary, cell, model.hidden, model.Wxh.flat(),
      model.Whh.flat(), model.Who.flat())
    run = {epoch: 0, batches: 0, curve: [], levels: {}, norm: NaN, loss: NaN, speed: 0, read: 0, seconds: 0,
      own: java.ownStages(), H: java.Whh().length, V: [...vocabulary].length, seed, cell,
      characters: java.progress()[2]}
    postMessage({kind: 'begun', vocabulary, known, cell, hidden: run.H, examples: java.examples(100)})
    if (java.progress()[1] > 0) point(java.trainLoss())
    state()
    count(0, run)
  },

  settings({values}) { settings = values },

  watch({view}) {
    watched = view
    if (!run) return
    java.switchOff(view.off || [])
    state()
  },

  play({on, to}) {
    playing = on
    until = to || Infinity
    if (on) next()
    else state()
  },

  // n batches, or the rest of the epoch
  step({batches}) {
    const epoch = run.epoch
    for (let i = 0; batches ? i < batches : run.epoch === epoch; i++) batch()
    state()
  },

  // The first name of the next batch: what slow motion shows before the step is taken.
  next() {
    const name = java.next()
    postMessage({kind: 'next', name, ...reading(name), ...wayBack(name, -1)})
  },

  check({name, mistake}) {
    checking = {name, mistake, leftOut: java.check(name, mistake), batches: run.batches}
    check(checking)
  },

  weights() {
    postMessage({kind: 'weights', Wxh: java.Wxh(), Whh: java.Whh(), Who: java.Who(),
      train: last(run.curve, 'train'), valid: java.progress()[1] ? java.validLoss() : null,
      test: java.progress()[1] ? java.testLoss() : null, epoch: run.epoch})
  },

  drawn() { drawn = true },
}

// ---- training ---------------------------------------------------------------------------------------------

// A message to itself comes at once, but after those of the page; a timer would wait for 4 ms.
const later = new MessageChannel()
const waiting = []
later.port1.onmessage = () => waiting.shift()()
const soon = job => { waiting.push(job); later.port2.postMessage(0) }
const next = () => soon(slice)

function slice() {
  if (!playing || checking) return
  try {
    const begin = performance.now()
    let now
    do {
      batch()
      now = performance.now()
    } while (playing && now - begin < SLICE)
    run.seconds += (now - begin) / 1000
    if (run.seconds > 0.5) {
      run.speed = run.read / run.seconds
      run.seconds = run.read = 0
    }
    if (drawn || !playing) state()
    next()
  } catch (e) {
    fail(e)
  }
}

function batch() {
  const before = java.progress()
  const [loss, norm, epochLoss] = java.batch(settings.batch, settings.lr, settings.clip,
    settings.optimizer === 'adam', settings.mistake || '')
  run.batches++
  run.read += run.characters * Math.min(settings.batch, before[1] - before[0]) / before[1]
  run.loss = loss
  run.norm = norm
  run.longest = Math.max(run.longest || 0, norm)
  if (!Number.isNaN(epochLoss)) {
    run.epoch++
    point(epochLoss)
    run.longest = 0
  }
  if (!Number.isFinite(loss)) {
    playing = false
    postMessage({kind: 'error', text: 'The loss is no longer a number: the steps were too long. ' +
      'Begin from the start, with a smaller learning rate or with clipping.'})
  }
  if (run.batches >= until) playing = false
}

// An epoch of the curve. There are never more than 1000 points: then every second one goes.
function point(train) {
  run.curve.push({epoch: run.epoch, train, valid: java.validLoss(), norm: run.longest || NaN})
  if (run.curve.length > 1000) run.curve = run.curve.filter((_, i) => i % 2 === 0)
  run.changed = true
}

const last = (rows, name) => rows.length ? rows[rows.length - 1][name] : null

// The losses to beat, one after the other.
const LEVELS = [['uniform', 0], ['bigram', 2], ['5-gram', 5]]
function count(i, mine) {
  if (run !== mine || java.progress()[1] === 0) return
  const [name, n] = LEVELS[i]
  run.levels[name] = java.level(n)
  if (i + 1 < LEVELS.length) soon(() => count(i + 1, mine))
  else state()
}

// ---- what the page sees -----------------------------------------------------------------------------------

function reading(name) {
  java.read(name)
  return {states: java.states(), probabilities: java.probabilities()}
}

function wayBack(name, at) {
  java.back(name, at)
  return {errors: java.errors(), inputs: java.inputNorms()}
}

const views = {
  train: () => ({}),
  read: w => reading(w.name),
  back: w => ({...wayBack(w.name, w.at), states: java.states(), probabilities: java.probabilities(),
    ways: java.ways(w.name, w.at, run.seed)}),
  break: w => reading(w.name),
  unit(w) {
    const {on, off} = validLosses(w.off)
    const drive = java.Wxh().map(row => row[row.length - run.H + w.unit])   // of n or g, where there are gates
    return {...reading(w.name), values: java.unit(w.examples, w.unit), drive, on, off}
  },
  sample: w => ({names: java.sample(w.count, w.temperature, w.seed, ''), cold: java.sample(w.count, 1, w.seed, '')}),
}

// What takes a while is computed so rarely, while it trains, that nine tenths of the time are left for training.
let unitLosses = {}
function validLosses(off) {
  const old = unitLosses, now = performance.now(), key = off.join()
  const fresh = old.batches === run.batches || playing && now - old.time < 9 * old.took
  if (old.run === run && old.key === key && fresh) return old
  const some = java.progress()[1] > 0
  unitLosses = {run, key, batches: run.batches, time: now, on: some ? java.validLoss() : null,
    off: some && off.length ? java.seenLoss() : null}
  unitLosses.took = performance.now() - now
  return unitLosses
}

let seen = {}                // when which view was computed, and what came out
function state() {
  let shown, error
  const now = performance.now()
  try {
    if (playing && seen.view === watched && now - seen.time < 9 * seen.took) shown = null
    else {
      shown = views[watched.view || 'train'](watched)
      seen = {view: watched, time: now, took: performance.now() - now}
    }
  } catch (e) {
    error = e.message
  }
  const [from, of] = java.progress()
  drawn = false
  postMessage({kind: 'state', playing, epoch: run.epoch, batches: run.batches, from, of, loss: run.loss,
    norm: run.norm, own: run.own, speed: run.speed, levels: run.levels,
    curve: run.changed ? run.curve : null, watched, shown, error, invented: invented()})
  run.changed = false
}

// Every two seconds, and whenever it stands still, three new names.
let names = {}
function invented() {
  const now = performance.now(), off = String(watched.off || '')
  if (names.run !== run || (playing ? now - names.time > 2000 : names.batches !== run.batches || names.off !== off)) {
    names = {run, off, time: now, batches: run.batches, list: java.sample(3, 1, (run.batches * 3) % 2000000000, '')}
  }
  return names.list
}

// ---- the gradient check, a row at a time ------------------------------------------------------------------

function check(mine) {
  if (checking !== mine) return
  try {
    const begin = performance.now()
    let share
    do share = java.checkRow(); while (share < 1 && performance.now() - begin < SLICE)
    if (share < 1) {
      postMessage({kind: 'checking', share})
      soon(() => check(mine))
      return
    }
    checking = null
    postMessage({kind: 'checked', name: mine.name, mistake: mine.mistake, leftOut: mine.leftOut, batches: mine.batches,
      lines: ['Wxh', 'Whh', 'Who'].map((matrix, i) => ({matrix, numbers: [...java.checked(i)]}))})
    if (playing) next()
  } catch (e) {
    checking = null
    fail(e)
  }
}
