"""Makes Goldens/statistics.json: tables, intervals over clips, a comparison of runs, and the oracle of a small sweep.

The generator and the order of draws are those of Sources/M3Evaluate/Statistics. Usage: make_statistics.py OUT.json
"""
import json, math, random, sys
M64=(1<<64)-1
class SM:
    def __init__(s,seed): s.s=seed
    def next(s):
        s.s=(s.s+0x9E3779B97F4A7C15)&M64; z=s.s
        z=((z^(z>>30))*0xBF58476D1CE4E5B9)&M64; z=((z^(z>>27))*0x94D049BB133111EB)&M64
        return z^(z>>31)
    def index(s,n): return (s.next()*n)>>64
    def shuffle(s,a):
        for i in range(len(a)-1,0,-1):
            j=s.index(i+1); a[i],a[j]=a[j],a[i]
def q(v,p):
    v=sorted(v); x=p*(len(v)-1); b=int(math.floor(x)); a=min(b+1,len(v)-1); return v[b]+(v[a]-v[b])*(x-b)
random.seed(11)
S=[]
for i in range(60):
    S.append({'key':f'k{i}','group':f'g{random.randint(0,11):02d}','type':random.choice(['Interaction','Sequence','Prediction','Feasibility']),'score':random.choice([0,1,1,0.5])})
def summary(S,stats,rep,seed):
    groups=sorted({s['group'] for s in S}); by={g:[s for s in S if s['group']==g] for g in groups}
    g=SM(seed); vals=[[] for _ in stats]
    for _ in range(rep):
        d=[]
        for _ in groups: d+=by[groups[g.index(len(groups))]]
        for k,f in enumerate(stats):
            v=f(d)
            if v is not None: vals[k].append(v)
    return [[f(S),q(v,.025),q(v,.975)] for f,v in zip(stats,vals)]
mean=lambda d:sum(s['score'] for s in d)/len(d) if d else None
types=sorted({s['type'] for s in S})
bt=lambda t:(lambda d: mean([s for s in d if s['type']==t]))
def mt_(d):
    v=[x for x in (bt(t)(d) for t in types) if x is not None]; return sum(v)/len(v)
st={'samples':S,'replicates':200,'seed':5}
st['star']=dict(zip(['mean of types','accuracy']+types, summary(S,[mt_,mean]+[bt(t) for t in types],200,5)))
# pope
Pp=[{'group':f'i{random.randint(0,9)}','category':random.choice(['random','popular']),'truth':random.random()<.5,'said':random.choice([True,False,True,False,None])} for _ in range(80)]
def f1(d):
    tp=sum(s['truth'] and s['said'] is True for s in d); fp=sum((not s['truth']) and s['said'] is not False for s in d); fn=sum(s['truth'] and s['said'] is not True for s in d)
    if not d: return None
    if tp==0: return 0
    p=tp/(tp+fp); r=tp/(tp+fn); return 2*p*r/(p+r)
def mf(d):
    v=[f1([s for s in d if s['category']==c]) for c in ('popular','random')]; v=[x for x in v if x is not None]; return sum(v)/len(v)
st['pope']={'samples':Pp,'f1':summary(Pp,[mf],100,3)[0],
 'accuracy':sum(s['said'] is not None and s['said']==s['truth'] for s in Pp)/len(Pp),
 'all_f1':f1(Pp),'yes':sum(s['said'] is True for s in Pp)/len(Pp),
 'precision':(lambda tp,fp:tp/(tp+fp))(sum(s['truth'] and s['said'] is True for s in Pp),sum((not s['truth']) and s['said'] is not False for s in Pp)),
 'recall':(lambda tp,n:tp/n)(sum(s['truth'] and s['said'] is True for s in Pp),sum(s['truth'] for s in Pp))}
# mme
Mm=[]
for c in ('existence','count','code_reasoning'):
    for i in range(7):
        for k in range(2): Mm.append({'unit':f'{c}/{i}.png','category':c,'right':random.random()<.7})
def mmes(c):
    d=[s for s in Mm if s['category']==c]; a=sum(s['right'] for s in d)/len(d)
    u={}
    for s in d: u.setdefault(s['unit'],[]).append(s['right'])
    return 100*(a+sum(all(v) for v in u.values())/len(u))
st['mme']={'samples':Mm,'existence':mmes('existence'),'count':mmes('count'),'code_reasoning':mmes('code_reasoning'),'perception':mmes('existence')+mmes('count'),'cognition':mmes('code_reasoning')}
# paired
A={f'k{i}':(f'g{i%6}',random.choice([0,1])) for i in range(30)}; B={f'k{i}':(f'g{i%6}',random.choice([0,1])) for i in range(3,33)}
com=sorted(k for k in A if k in B); D=[{'group':A[k][0],'score':B[k][1]-A[k][1]} for k in com]
st['paired']={'first':[[k,*v] for k,v in A.items()],'second':[[k,*v] for k,v in B.items()],'difference':summary(D,[mean],150,9)[0],'first_better':sum(d['score']<0 for d in D),'second_better':sum(d['score']>0 for d in D),'common':len(com)}
# sweep
plans=[[1,1],[4,9],[20,144],[5,576]]
rows=[]
for i in range(50):
    t=random.choice('xyz'); e={'x':[.6,.6,.7,.6],'y':[.1,.3,.8,.7],'z':[.2,.7,.4,.5]}[t]
    rows.append({'key':f'q{i:02d}','group':f'c{i//4:02d}','type':t,'scores':[int(random.random()<p) for p in e],'tokens':[1,36,random.choice([2880,1440]),2880]})
def choice(r):
    best=max(r['scores'])
    if best==0: return (None,0,1)
    c=[(r['tokens'][p],p) for p in range(4) if r['scores'][p]==best]; c=min(c); return (c[1],best,c[0])
ch=[choice(r) for r in rows]
for r,c in zip(rows,ch): r['o']=c[1]; r['ot']=c[2]
n=len(rows)
acc_=[sum(r['scores'][p] for r in rows)/n for p in range(4)]
best=max(range(4),key=lambda p:(acc_[p],-p))
stats=[lambda d:sum(r['o'] for r in d)/len(d),lambda d:sum(r['ot'] for r in d)/len(d),lambda d:sum(r['scores'][best] for r in d)/len(d),
 lambda d:sum(r['o'] for r in d)/len(d)-max(sum(r['scores'][p] for r in d)/len(d) for p in range(4))]
g=SM(17); gains=[]
for _ in range(100):
    s=0
    for t in 'xyz':
        ii=[r for r in rows if r['type']==t]; hi=[0]*len(ii)
        for p in range(4):
            col=[r['scores'][p] for r in ii]; g.shuffle(col); hi=[max(a,b) for a,b in zip(hi,col)]
        s+=sum(hi)
    gains.append((s-max(sum(r['scores'][p] for r in rows) for p in range(4)))/n)
mt=[sum(r['tokens'][p] for r in rows)/n for p in range(4)]
front=[not any(mt[o]<=mt[p] and acc_[o]>=acc_[p] and (mt[o]<mt[p] or acc_[o]>acc_[p]) for o in range(4)) for p in range(4)]
st['sweep']={'plans':plans,'rows':rows,'accuracy':acc_,'best':best,'estimates':summary(rows,stats,200,17),'chance':[sum(gains)/100,q(gains,.025),q(gains,.975)],'histogram':[sum(c[0]==p for c in ch) for p in range(4)],'unsolved':sum(c[0] is None for c in ch),'mean_tokens':mt,'front':front,'dataset':min((p for p in range(4) if acc_[p]>=max(acc_)-.1-1e-9),key=lambda p:mt[p])}
json.dump(st,open(sys.argv[1],'w'),separators=(',',':'))
