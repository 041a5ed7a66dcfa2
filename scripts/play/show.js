// What is seen of the network: the worker's answers, drawn; a name that goes through in slow motion; and the Java
// beside it, with the line that is at work.

function show(s) {
  const batchesBefore = now && now.batches
  now = s
  playing = s.playing
  if (s.batches >= pending) pending = 0
  if (!playing && batchesBefore !== s.batches) writeAddress()
  $('play').textContent = playing || walking ? 'Pause' : 'Play'
  for (const id of ['play', 'batch', 'epoch']) $(id).disabled = s.of === 0
  $('status').textContent = s.of === 0 ? 'a model; its names are not here' :
    `epoch ${s.epoch}, ${s.from} of ${s.of} names, batch ${s.batches}` +
    (s.own ? ', with your own forward and backprop' : '') +
    (s.playing && s.speed ? `, ${Math.round(s.speed / 1000)} thousand characters/s` : '') +
    (state.mistake ? `; wrong gradient: ${MISTAKES[state.mistake]}` : '')
  const last = curve[curve.length - 1] || {}
  const figure = value => Number.isFinite(value) ? value.toFixed(3) : '\u2013'
  $('trainLoss').textContent = figure(last.train)
  $('validLoss').textContent = figure(last.valid)
  $('norm').textContent = figure(s.norm)
  texts($('invented'), s.invented.map(name => [name || '(empty)', known.has(name) ? 'known' : 'new']))
  $('nameError').textContent = s.watched.name === state.name && s.error || ''
  draw()
}

function draw() {
  drawCurves()
  const view = views[state.view], said = answered(state.view)
  if (said) $('verdict').textContent = view.then(said)
  if (walking || !now.shown || now.watched.id !== watch || said === undefined) return
  drawing[state.view](now.shown)
}

function drawCurves() {
  const levels = Object.entries(now.levels).map(([name, value]) => ({name, value}))
  const all = curve.flatMap(p => [p.train, p.valid]).concat(levels.map(l => l.value)).filter(Number.isFinite)
  if (!all.length) return
  const epochs = Math.max(5, now.epoch), least = Math.min(...all) - 0.1
  const most = Math.min(Math.max(...all) + 0.1, (now.levels.uniform || 3) + 1)
  const series = [{name: 'training', colour: ORANGE, values: curve.map(p => [p.epoch, p.train])},
    {name: 'validation', colour: BLUE, values: curve.map(p => [p.epoch, p.valid])}]
  const svg = state.view === 'train' ? $('curve') : $('smallCurve')
  const label = state.view === 'train' ? 'epoch; loss in nats per character' : ''
  curves(svg, {series, levels, least, most, epochs, label})
  const [train, valid] = ['trainLoss', 'validLoss'].map(id => $(id).textContent)
  svg.setAttribute('aria-label', `Loss by epoch: training ${train}, validation ${valid}`)
  if (state.view !== 'train') return
  const norms = curve.filter(p => Number.isFinite(p.norm)).map(p => [p.epoch, p.norm])
  const longest = Math.max(1, ...norms.map(([, v]) => v))
  curves($('normCurve'), {series: [{name: 'norm', colour: GREEN, values: norms}], levels: [], least: 0,
    most: Math.min(longest, 100), epochs, label: ''})
  $('normCurve').setAttribute('aria-label', 'The longest gradient of each epoch, before it is clipped')
}

const largest = rows => Math.max(...rows.map(row => Math.max(...row.map(Math.abs))))

/** The letter read at step t. */
const read = t => t === 0 ? 'start' : [...state.name][t - 1]

/** Columns of the letters: rise, an orange bar; shade, behind the letter; press, what a press does. */
function letters(columns, width) {
  const box = $('letters')
  while (box.children.length < columns.length) {
    const button = make('button', {type: 'button', class: 'letter'}, make('b'), make('div', {class: 'rise'}, make('i')),
      make('span'))
    button.addEventListener('click', () => button.press && button.press())
    box.append(button)
  }
  while (box.children.length > columns.length) box.lastChild.remove()
  columns.forEach((c, t) => {
    const button = box.children[t], [name, rise, text] = button.children
    button.className = t === 0 && c.name === 'start' ? 'letter start' : 'letter'
    button.style.width = width + 'px'
    button.setAttribute('aria-pressed', !!c.pressed)
    button.setAttribute('aria-label', c.title)
    button.title = c.title
    button.press = c.press
    button.dataset.lit = c.lit || ''
    name.textContent = c.name === ' ' ? '\u2423' : c.name
    name.style.background = c.shade === undefined ? '' : `rgba(0, 114, 178, ${(0.75 * c.shade).toFixed(3)})`
    rise.firstChild.style.height = Math.round(44 * Math.max(0, Math.min(1, c.rise || 0))) + 'px'
    rise.firstChild.style.opacity = c.rise === null ? 0 : 1
    text.textContent = c.text
  })
}

const columnWidth = T => Math.max(18, Math.min(46, Math.floor($('letters').parentElement.clientWidth / T)))
const stripHeight = () => state.view === 'unit' || state.view === 'break' ? 70 : state.view === 'back' ? 80
  : walking ? 150 : 190

function drawStrip(rows, size, chosen, alt) {
  strip($('strip'), rows, columnWidth(rows.length), stripHeight(), size, chosen)
  $('strip').setAttribute('aria-label', alt)
  $('least').textContent = +(-size).toPrecision(2)
  $('most').textContent = +size.toPrecision(2)
}

let looking = null           // the step whose guess is shown; null: the last

function drawReading({states, probabilities}) {
  const name = [...state.name], T = states.length, at = looking !== null && looking < T ? looking : T - 1
  const index = c => vocabulary.indexOf(c, 1)
  const surprise = name.map((c, t) => -Math.log(probabilities[t][index(c)]))
  letters(states.map((_, t) => ({name: read(t), pressed: t === at, lit: 'loss', rise: t ? surprise[t - 1] / 6 : null,
    text: t ? surprise[t - 1].toFixed(1) : '',
    title: t ? `${read(t)}: a surprise of ${surprise[t - 1].toFixed(2)} nats` : 'the start',
    press: () => { looking = t; draw() }})), columnWidth(T))
  drawStrip(states, 1, state.view === 'unit' ? state.unit : null,
    `The hidden state, ${states[0].length} units, after each letter of ${state.name}`)
  $('stripSays').textContent = 'a column is the hidden state after a letter, a row is a unit' +
    (state.view === 'unit' ? '; press a row' : '; orange: the surprise in nats')
  const p = probabilities[at], order = [...p.keys()].sort((a, b) => p[b] - p[a]).slice(0, 12)
  $('sideTitle').textContent = at === T - 1 ? 'Next letter (press it to type it)'
    : `After ${name.slice(0, at).join('') || 'the start'}`
  $('bars').dataset.lit = 'softmax'
  const percent = v => v < 0.0005 ? '< 0.1 %' : (100 * v).toFixed(v < 0.0995 ? 1 : 0) + ' %'
  bars($('bars'), order.map(i => ({name: letterName(i, 'end'), value: p[i], text: percent(p[i]),
    colour: at < T - 1 && vocabulary[i] === name[at] && i > 0 ? ORANGE : BLUE,
    title: `${letterName(i, 'the end')}: ${percent(p[i])}`})), 1,
    k => {
      if (order[k] === 0) return
      type(name.slice(0, at).join('') + vocabulary[order[k]])
    })
}

function drawBack({errors, inputs, states, ways}) {
  const T = errors.length, norms = errors.map(norm), most = Math.max(...norms), pull = Math.max(...inputs)
  const next = t => t === T - 1 ? 'end' : read(t + 1)
  letters(errors.map((_, t) => ({name: read(t), pressed: state.at === t, shade: inputs[t] / (pull || 1),
    rise: norms[t] / (most || 1),
    text: norms[t] ? norms[t].toExponential(0) : '0', lit: 'back',
    title: `${read(t)}: norm of ${error()} ${norms[t].toExponential(2)}; ` +
      `press for the loss of the guess after it, ${next(t)}`,
    press: () => { state.at = state.at === t ? -1 : t; changed() }})), columnWidth(T))
  drawStrip(errors, largest(errors), null,
    `${error()}, the error at each of ${states[0].length} units, on its way back through ${state.name}`)
  $('stripSays').textContent = `a column is ${error()} at a letter; orange: its norm; ` +
    'blue behind a letter: how much the loss depends on it'
  $('allTargets').setAttribute('aria-pressed', state.at < 0)
  $('sideTitle').textContent = state.at < 0 ? `The loss of all letters; norm of ${error()}` :
    `The loss of one guess: ${next(Math.min(state.at, T - 1))} after ${read(Math.min(state.at, T - 1))}; ` +
    `norm of ${error()}`
  const shown = [...norms.keys()].reverse().slice(0, 11)
  bars($('bars'), shown.map(t => ({name: read(t), value: norms[t], text: norms[t].toExponential(1), colour: ORANGE,
    title: `${read(t)}: ${norms[t].toExponential(2)}`})), most, null)
  drawWays(ways, state.at < 0 ? T - 1 : Math.min(state.at, T - 1))
}

/** What the error is the derivative by: before tanh, or of a network with gates the state. */
const error = () => state.cell === 'rnn' ? 'ro' : 'dLoss/ds'

/** How much is left of dLoss/ds, step by step back from the last. ways: 4 x T shares. */
function drawWays(ways, last) {
  const names = ['rnn', 'gru', 'lstm', 'yours'], colours = [ORANGE, GREEN, BLUE, '#222']
  const log = (way, back) => Math.log10(way[last - back])
  const series = ways.map((way, k) => ({name: names[k], colour: colours[k],
    values: Array.from({length: last + 1}, (_, back) => [back, log(way, back)])}))
  curves($('ways'), {series, levels: [], least: -10, most: 0.5, epochs: Math.max(1, last),
    label: 'steps back from the loss of one letter; log10 of |dLoss/ds|, untrained, and yours'})
  $('ways').setAttribute('aria-label', 'How far the error comes back: at the first letter ' +
    ways.map((way, k) => `${names[k]} ${way[0].toExponential(1)}`).join(', ') + ' of what it was at the last')
}

function drawUnit(u) {
  drawReading(u)
  const off = state.off.includes(state.unit)
  $('off').checked = off
  $('unit').value = state.unit
  $('allOn').hidden = !state.off.length
  const without = state.off.length > 3 ? state.off.length + ' of them' : 'unit ' + state.off.join(', ')
  $('unitLoss').textContent = u.on === null ? '' : `Validation loss with all units ${u.on.toFixed(4)}` +
    (u.off === null ? '' : `, without ${without} ${u.off.toFixed(4)}`)
  const order = u.drive.map((_, i) => i).sort((a, b) => Math.abs(u.drive[b]) - Math.abs(u.drive[a])).slice(0, 12)
  bars($('drive'), order.map(i => ({name: letterName(i, 'start'), value: u.drive[i], text: u.drive[i].toFixed(1),
    colour: colour(Math.sign(u.drive[i])), title: `${letterName(i, 'start')}: weight ${u.drive[i].toFixed(2)}`})),
    Math.abs(u.drive[order[0]]), null)
  u.values.forEach((values, n) => {
    const spans = $('wall').children[n]?.children
    if (spans) values.slice(1).forEach((v, t) => {
      if (!spans[t]) return
      spans[t].style.background = colour(v)
      spans[t].style.color = inkOn(v)
    })
  })
}

function wall() {
  $('wall').replaceChildren(...examples.map(name => make('div', {}, ...[...name].map(c => make('span', {text: c})))))
}

function drawSample({names, cold}) {
  $('T').textContent = state.temperature.toFixed(2)
  $('atT').textContent = `at temperature ${state.temperature.toFixed(2)}`
  const mark = name => known.has(name) ? 'known' : 'new'
  const rows = $('samples').tBodies[0]
  rows.replaceChildren(...names.map((name, i) => make('tr', {}, make('td', {text: cold[i] || '(empty)'}),
    make('td', {text: name || '(empty)'}), make('td', {class: mark(name), text: mark(name)}))))
  const of = all => all.filter(name => known.has(name)).length
  $('sampleSays').textContent = `Of ${names.length} names ${of(names)} are known, ${names.length - of(names)} new; ` +
    `at temperature 1, ${of(cold)} known.`
}

const drawing = {train() {}, read: drawReading, back: drawBack, break: drawReading, unit: drawUnit, sample: drawSample}

// ---- slow: one name goes through ------------------------------------------------------------------------------

let slow = false, walking = null

function stopWalk() {
  slow = false
  if (!walking) return
  clearTimeout(walking.timer)
  walking = null
  state.name = $('name').value
  lit('')
  showView()
  $('play').textContent = playing ? 'Pause' : 'Play'
}

/** Forward letter by letter, back letter by letter, and then the step. */
function walk({name, states, probabilities, errors}) {
  if (!slow) return
  walking = {t: 0, timer: 0}
  const own = walking, T = states.length, chars = [...name], norms = errors.map(norm), most = Math.max(...norms)
  const guess = t => probabilities[t][t < chars.length ? vocabulary.indexOf(chars[t], 1) : 0]
  $('play').textContent = 'Pause'
  showView()
  function moment() {
    if (walking !== own) return
    const k = own.t++, forward = k < T, t = forward ? k : 2 * T - 1 - k
    if (k === 2 * T) {
      lit('adam')
      ask('step', {batches: 1})
      own.timer = setTimeout(() => walking === own && ask('next'), 700)
      return
    }
    lit(forward ? 'step' : 'back')
    const done = i => forward ? i <= t : i >= t, surprise = i => -Math.log(guess(i))
    letters(states.map((_, i) => ({name: i ? chars[i - 1] : 'start', pressed: i === t, title: '', lit: '',
      rise: !done(i) ? 0 : forward ? surprise(i) / 6 : norms[i] / most,
      text: !done(i) ? '' : forward ? surprise(i).toFixed(1) : norms[i].toExponential(0)})), columnWidth(T))
    drawStrip((forward ? states : errors).map((row, i) => done(i) ? row : row.map(() => 0)),
      forward ? 1 : largest(errors), null, `${name}, step ${t + 1}`)
    $('stripSays').textContent = forward ? 'forward: the hidden state; orange: the surprise of the next letter'
      : `back: ${error()}, from the last letter to the first; orange: its norm`
    $('sideTitle').textContent = `It expects, after ${chars.slice(0, t).join('') || 'the start'}`
    const p = probabilities[t], order = [...p.keys()].sort((a, b) => p[b] - p[a]).slice(0, 8)
    bars($('bars'), order.map(i => ({name: letterName(i, 'end'), value: p[i], text: Math.round(100 * p[i]) + ' %',
      colour: i === (t < chars.length ? vocabulary.indexOf(chars[t], 1) : 0) ? ORANGE : BLUE, title: ''})), 1, null)
    own.timer = setTimeout(moment, forward ? 260 : 160)
  }
  moment()
}

// ---- the code beside it ---------------------------------------------------------------------------------------

// Which line of the code is at work, by a text in it.
const lines = () => ({step: '= step(steps.x', softmax: 'scores(s, W))', loss: 'crossEntropy(p.yHat', off: 'row[j] = 0',
  back: state.cell === 'rnn' ? 'roNext = roStep(' : 'back = stepBack(', learn: 'lossAndGradient(',
  adam: 'optimize.adam(', mistake: 'Mistake.carry) ', draw: 'letter(forward.scores'})

function showCode() {
  const shown = [`${state.view} ${state.cell}`, state.view].find(key => key in facts.code)
  if ($('code').view === shown) return
  $('code').view = shown
  $('code').replaceChildren(...facts.code[shown].flatMap(({title, text}) => [make('h3', {text: title}),
    make('pre', {}, ...text.split('\n').map(line => {
      const comment = line.search(/\/\/|^ *\/?\*/)
      return comment < 0 ? make('span', {text: line || ' '})
        : make('span', {}, line.slice(0, comment), make('i', {text: line.slice(comment)}))
    }))]))
  $('code').scrollTop = 0
  lit({train: 'learn', read: 'step', back: 'back', break: 'mistake', unit: 'off', sample: 'draw'}[state.view])
}

function lit(what) {
  const text = lines()[what], all = [...$('code').querySelectorAll('span')]
  const is = line => !!what && line.textContent.includes(text)
  if (what && !all.some(is)) return
  for (const line of all) {
    const at = is(line)
    line.classList.toggle('lit', at)
    const code = $('code'), y = line.offsetTop - code.scrollTop
    if (at && (y < 30 || y > code.clientHeight - 30)) code.scrollTop = line.offsetTop - code.clientHeight / 2
  }
}

for (const event of ['mouseover', 'focusin']) {
  $('answer').addEventListener(event, ({target}) => {
    const onStrip = state.view === 'back' ? 'back' : 'step'
    const what = target.id === 'strip' ? onStrip : target.closest?.('[data-lit]')?.dataset.lit
    if (what && !walking) lit(what)
  })
}
