"""Makes Excerpts/wordnet and Goldens/wordnet.json with NLTK and the whole of WordNet 3.0 (Debian's wordnet-base).

Copy Debian's files into NLTK_DATA/corpora/wn, where NLTK may read them, and NExT-OE's metrics.py beside this script as
nextoe_metrics.py. Usage: NLTK_DATA=DIR make_wordnet.py EXCERPT_FOLDER OUT.json
"""
import json, os, random, sys
import nltk
from nltk.corpus.reader.wordnet import WordNetCorpusReader
d = os.environ['NLTK_DATA'] + '/corpora/wn'
# Debian leaves out the names of the lexicographer files, which NLTK wants to count.
open(d+'/lexnames','w').write(''.join(f'{i:02d}\tx{i}\t1\n' for i in range(45)))
class W(WordNetCorpusReader):
    def map_wn(self,version=None): return None
    def __init__(s,root): 
        super().__init__(nltk.data.FileSystemPathPointer(root),None)
w=W(d)
random.seed(3)
ws="dog cat car boy girl man men woman baby child children run walk ran running jump play guitar piano red blue happy sad quickly kitchen table chair sit stand eat drink smile laugh tree grass water ball hand cry crying throw thrown puppies leaves left lady toy bicycle snow skiing mountain kiss two he better".split()
rows=[]
for _ in range(120):
    a,b=random.choice(ws),random.choice(ws)
    s=w.synsets(a)[:1]; t=w.synsets(b)[:1]
    v=s[0].wup_similarity(t[0]) if s and t else None
    rows.append([a,b,v])
first=[[x,(lambda s:[{'n':0,'v':1,'a':2,'s':2,'r':3}[s[0].pos()],s[0].offset()] if s else None)(w.synsets(x))] for x in ws]

# official WUPS on base-form phrases
src=open('nextoe_metrics.py').read().replace('from nltk.tokenize import word_tokenize','').replace('from nltk.corpus import wordnet','').replace('import numpy as np','')
ns={'wordnet':w,'word_tokenize':lambda t:t.split()}; exec(src,ns)
base="dog cat car boy girl man woman baby child walk run play guitar piano red blue happy sad kitchen table chair sit stand eat drink smile tree grass water ball hand throw toy bicycle snow mountain kiss two".split()
ph=[]
for _ in range(60):
    a=' '.join(random.sample(base,random.randint(1,4))); b=' '.join(random.sample(base,random.randint(1,4)))
    ph.append([a,b,ns['get_wups'](a,b,0),ns['get_wups'](a,b,.9)])
# excerpt with new offsets
need=set(); allw=set(ws)|set(base)|{'go','throw','leave','sing','be','puppy','cry','have'}
def close(s):
    if s in need: return
    need.add(s)
    for h in s.hypernyms()+s.instance_hypernyms(): close(h)
lem={'n':set(),'v':set(),'a':set(),'r':set()}
E4={'n':'noun','v':'verb','a':'adj','r':'adv'}
exc={}
for p in E4:
    e=[l.split() for l in open(f'{d}/{E4[p]}.exc')]
    exc[p]=[l for l in e if l[0] in allw|{'sang','children','went','was','has','threw','left','feet','ran'}]
cand=set()
for x in allw:
    cand.add(x)
    for suf,rep in [("s",""),("ses","s"),("ves","f"),("xes","x"),("zes","z"),("ches","ch"),("shes","sh"),("men","man"),("ies","y"),("es","e"),("es",""),("ed","e"),("ed",""),("ing","e"),("ing",""),("er",""),("est",""),("er","e"),("est","e")]:
        if x.endswith(suf): cand.add(x[:-len(suf)]+rep)
for p in exc:
    for l in exc[p]: cand|=set(l)
idx={}
for p in E4:
    for x in sorted(cand):
        o=w._lemma_pos_offset_map[x].get(p) if x in w._lemma_pos_offset_map else None
        if o:
            s=w.synset_from_pos_and_offset(p,o[0]); close(s); idx.setdefault(p,[]).append((x,s))
P=lambda s:'a' if s.pos()=='s' else s.pos()
out=sys.argv[1]; os.makedirs(out,exist_ok=True)
head=open(d+'/data.noun').read().split('\n00001740')[0]+'\n'
off={}
for p in E4:
    pos=len(head.encode()); 
    for s in sorted((s for s in need if P(s)==p),key=lambda s:s.offset()):
        off[s]=pos; h=sorted(s.hypernyms(),key=lambda x:x.offset()); ih=sorted(s.instance_hypernyms(),key=lambda x:x.offset())
        pos+=len(f"{0:08d} {0:02d} {s.pos()} 01 {s.lemma_names()[0].lower()} 0 {len(h)+len(ih):03d}"+''.join(f" @ {0:08d} {P(x)} 0000" for x in h)+''.join(f" @i {0:08d} {P(x)} 0000" for x in ih)+" |\n")
for p in E4:
    t=head
    for s in sorted((s for s in need if P(s)==p),key=lambda s:s.offset()):
        h=sorted(s.hypernyms(),key=lambda x:x.offset()); ih=sorted(s.instance_hypernyms(),key=lambda x:x.offset())
        assert len(t.encode())==off[s]
        t+=f"{off[s]:08d} {0:02d} {s.pos()} 01 {s.lemma_names()[0].lower()} 0 {len(h)+len(ih):03d}"+''.join(f" @ {off[x]:08d} {P(x)} 0000" for x in h)+''.join(f" @i {off[x]:08d} {P(x)} 0000" for x in ih)+" |\n"
    open(f'{out}/data.{E4[p]}','w').write(t)
    open(f'{out}/index.{E4[p]}','w').write(head+''.join(f"{x} {p} 1 0 1 0 {off[s]:08d}  \n" for x,s in sorted(idx.get(p,[]),key=lambda t:t[0])))
    open(f'{out}/{E4[p]}.exc','w').write(''.join(' '.join(l)+'\n' for l in exc[p]))
open(out+'/SOURCE.txt','w').write("""An excerpt of WordNet 3.0's database (Princeton University; Debian's package wordnet-base): the synsets above the words that the
tests use, each with its first word and its hypernyms only, byte offsets written anew. The licence stands on top of each file, as it demands.
""")
json.dump({'pairs':rows,'phrases':ph},open(sys.argv[2],'w'),separators=(',',':'))
